"""A file in, a document out: its name says what it should be, its first bytes whether it is."""

import io
from collections.abc import Callable, Collection
from pathlib import Path, PurePath
from typing import IO

from speech.documents.base import Document, DocumentLimits
from speech.documents.epub import read_epub
from speech.documents.errors import (
    EmptyDocument,
    FileTooLarge,
    TextTooLong,
    UnknownDocumentKind,
    WrongDocumentKind,
)
from speech.documents.markdown import read_markdown
from speech.documents.plain import decoded, read_plain
from speech.documents.tidying import tidied
from speech.documents.word import read_word

Reader = Callable[[bytes, DocumentLimits], Document]

_READERS: dict[str, Reader] = {
    "txt": read_plain,
    "text": read_plain,
    "md": read_markdown,
    "markdown": read_markdown,
    "docx": read_word,
    "epub": read_epub,
}
SUFFIXES = tuple(_READERS)
_PACKED = ("docx", "epub")
_SIGNS = (
    (b"%PDF-", "a PDF", "Save it as .docx or .txt."),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Word file, or one with a password",
        "Save it as .docx without a password.",
    ),
    (b"{\\rtf", "rich text (RTF)", "Save it as .docx or .txt."),
    (b"PK\x03\x04", "a packed file (ZIP)", "Name it as what it is, such as .docx or .epub."),
    (b"\x89PNG", "a picture", "Send a text."),
    (b"\xff\xd8\xff", "a picture", "Send a text."),
)


def read_document(
    source: str | Path | IO[bytes], name: str, *, limits: DocumentLimits | None = None
) -> Document:
    """`name` is what its sender calls the file. Raises a `DocumentError`."""
    limits = limits or DocumentLimits()
    suffix = suffix_of(name)
    if suffix not in _READERS:
        raise UnknownDocumentKind(suffix, SUFFIXES)
    data = _bytes_of(source, limits.file_bytes)
    _check_kind(data, suffix)
    return tidied(_READERS[suffix](data, limits), fallback_title=PurePath(name).stem, limits=limits)


def read_plain_text(
    source: str | Path | IO[bytes],
    name: str,
    *,
    suffixes: Collection[str],
    limits: DocumentLimits | None = None,
) -> str:
    """A file of text alone, as it is written, in whatever encoding it came. Raises a `DocumentError`."""
    limits = limits or DocumentLimits()
    suffix = suffix_of(name)
    if suffix not in suffixes:
        raise UnknownDocumentKind(suffix, suffixes)
    data = _bytes_of(source, limits.file_bytes)
    _check_kind(data, suffix)
    text = decoded(data, limits)
    if len(text) > limits.characters:
        raise TextTooLong(limits.characters)
    return text


def suffix_of(name: str) -> str:
    return PurePath(name.replace("\\", "/")).suffix.removeprefix(".").lower()


def _bytes_of(source: str | Path | IO[bytes], most: int) -> bytes:
    if isinstance(source, str | Path):
        with Path(source).open("rb") as file:
            return _bytes_of(file, most)
    source.seek(0, io.SEEK_SET)
    data = source.read(most + 1)
    if len(data) > most:
        raise FileTooLarge(most)
    if not data:
        raise EmptyDocument
    return data


def _check_kind(data: bytes, suffix: str) -> None:
    is_packed = suffix in _PACKED
    for sign, found, what_to_do in _SIGNS:
        if data.startswith(sign) and not (is_packed and sign == b"PK\x03\x04"):
            raise WrongDocumentKind(suffix, found, what_to_do)
    if is_packed and not data.startswith(b"PK"):
        raise WrongDocumentKind(suffix, "something else", "Save it anew, or name it as what it is.")
