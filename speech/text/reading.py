"""A text as people read it: without its markup, and where each of its characters was."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from speech.text.document import Block, Document, Silence, plain_document
from speech.text.passages import Ending
from speech.text.ssml import ssml_document


@dataclass(frozen=True)
class ReadableText:
    text: str
    _places: tuple[int, ...]  # of each character, in the text with markup

    def place(self, place: int) -> int:
        """Where a character of the text with markup is in this one."""
        return bisect_left(self._places, place)


def readable(text: str, *, input_type: str) -> ReadableText:
    """Of a text that was planned before: of a wrong one it raises what `plan` does."""
    document = plain_document(text) if input_type == "text" else ssml_document(text, say_as=_as_written)
    characters = list(_characters(document))
    return ReadableText("".join(sign for sign, _ in characters), tuple(place for _, place in characters))


def _characters(document: Document) -> Iterator[tuple[str, int]]:
    for piece, following in pairwise([*document.pieces, None]):
        if not isinstance(piece, Block):
            continue
        for place in range(piece.start, piece.end):
            yield document.text[place], document.source.start_of(place)
        if _parts_words(piece, following):
            yield " ", document.source.end_of(piece.end)


def _parts_words(block: Block, following: Block | Silence | None) -> bool:
    """Markup that ends a sentence or is heard stands between words; a change of speed may be within one."""
    return isinstance(following, Silence) or (following is not None and block.ending != Ending.CUT)


def _as_written(text: str, kind: str, form: str | None) -> str:
    return text
