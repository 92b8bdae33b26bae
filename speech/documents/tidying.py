"""What every reader's document goes through: clean characters, no empty chapters, one limit."""

import regex

from speech.documents.base import Chapter, Document, DocumentLimits
from speech.documents.errors import NothingToRead, TextTooLong
from speech.text.cleaning import clean

TITLE_MOST_CHARACTERS = 200
_SPACES = regex.compile(r"[^\S\n]+")
_MANY_LINES = regex.compile(r"\n\s*\n\s*")
_PAGE_ENDS = regex.compile(r"[\x0b\x0c]")
_LANGUAGE = regex.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def tidied(document: Document, *, fallback_title: str, limits: DocumentLimits) -> Document:
    chapters = tuple(
        Chapter(one_line(chapter.title), text) for chapter in document.chapters if (text := _text_of(chapter))
    )
    if not chapters:
        raise NothingToRead
    if sum(len(chapter.text) for chapter in chapters) > limits.characters:
        raise TextTooLong(limits.characters)
    return Document(
        title=one_line(document.title) or one_line(fallback_title),
        author=one_line(document.author),
        language=_language(document.language),
        chapters=chapters,
    )


def one_line(text: str) -> str:
    return " ".join(clean(_without_halves(text)).split())[:TITLE_MOST_CHARACTERS].rstrip()


def _text_of(chapter: Chapter) -> str:
    text = clean(_PAGE_ENDS.sub("\n", _without_halves(chapter.text)))
    lines = _SPACES.sub(" ", text)
    return _MANY_LINES.sub("\n\n", lines).strip()


def _without_halves(text: str) -> str:
    """File names and broken encoders leave halves of characters; in a document they say nothing."""
    return text.encode("utf-8", "ignore").decode()


def _language(given: str | None) -> str | None:
    tag = (given or "").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) and tag.lower() not in ("und", "zxx", "mul") else None
