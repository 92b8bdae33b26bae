"""A text in the pieces that become items."""

from collections.abc import Iterable, Iterator

from common.errors import InvalidInput
from dictation.models import TEXT_MAX_CHARACTERS
from dictation.words import has_words
from speech.refusals import refusals_told
from speech.text import clean
from speech.text.sentences import sentence_pieces

SENTENCES, LINES = "sentences", "lines"
WAYS = (SENTENCES, LINES)
SOURCE_MAX_CHARACTERS = 200_000
PIECES_AT_MOST = 500


def pieces_of(text: str, *, locale: str, by: str = SENTENCES) -> list[str]:
    """In their order, each on one line; what holds no word is left out."""
    if len(text) > SOURCE_MAX_CHARACTERS:
        raise InvalidInput(
            f"This text has {len(text):,} characters; {SOURCE_MAX_CHARACTERS:,} are the most at once. "
            "Send it in parts.",
            param="text",
            code="text_too_long",
        )
    with refusals_told():
        cleaned = clean(text)
    return worded(_sentences(cleaned, locale) if by == SENTENCES else cleaned.splitlines())


def worded(pieces: Iterable[str]) -> list[str]:
    lines = (" ".join(piece.split()) for piece in pieces)
    return [line for line in lines if has_words(line)]


def require_some(pieces: list[str]) -> None:
    if not pieces:
        raise InvalidInput("There is no word in this to write down.", param="text", code="no_words")
    if len(pieces) > PIECES_AT_MOST:
        raise InvalidInput(
            f"This would become {len(pieces):,} items; {PIECES_AT_MOST} are the most at once. "
            "Send it in parts.",
            param="text",
            code="too_many_items",
        )


def _sentences(text: str, locale: str) -> Iterator[str]:
    for piece in sentence_pieces(text, language=locale, most=TEXT_MAX_CHARACTERS):
        yield text[piece.start : piece.end]
