"""A file of words into a lexicon, new or old."""

from pathlib import PurePath
from typing import Any

from django.core.files import File

from common.csv_tables import require_size
from common.errors import InvalidInput
from speech.lexicons.csv_files import FILE_MAX_BYTES, read_csv
from speech.lexicons.services import create_lexicon, merge_words
from speech.models import NAME_MAX_CHARACTERS, Lexicon
from speech.text import LexiconEntry


def import_new(*, owner: Any, file: Any, name: str = "", language: str = "") -> Lexicon:
    entries = _entries(file)
    usual = PurePath(file.name or "").stem[:NAME_MAX_CHARACTERS]
    return create_lexicon(owner=owner, name=name.strip() or usual, language=language, entries=entries)


def import_into(*, lexicon: Lexicon, file: Any) -> tuple[int, int]:
    """How many words are new, and how many changed."""
    return merge_words(lexicon=lexicon, entries=_entries(file))


def _entries(file: Any) -> list[LexiconEntry]:
    if not isinstance(file, File):
        raise InvalidInput("Send the CSV as the part “file” of a multipart form.", param="file")
    require_size(file.size, most_bytes=FILE_MAX_BYTES)
    return read_csv(file.read())
