"""Small builders for lexicons."""

from typing import Any

from speech.lexicons.services import create_lexicon
from speech.models import Lexicon
from speech.text import LexiconEntry


def make_lexicon(owner: Any, name: str = "House names", /, language: str = "", **respelled: str) -> Lexicon:
    entries = [LexiconEntry(written, respelling=said) for written, said in respelled.items()]
    return create_lexicon(owner=owner, name=name, language=language, entries=entries)
