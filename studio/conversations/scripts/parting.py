"""Long turns in parts, cut where sentences end."""

from collections.abc import Iterator

from speech.text.sentences import sentence_pieces


def parts_of(text: str, *, most: int, language: str = "en") -> Iterator[str]:
    """None longer than `most`, and nothing but spaces between them left out."""
    start = end = 0
    for place_from, place_to in _places(text, most, language):
        if place_to - start > most:
            if part := text[start:end].strip():
                yield part
            start = place_from
        end = place_to
    if last := text[start:end].strip():
        yield last


def _places(text: str, most: int, language: str) -> Iterator[tuple[int, int]]:
    if len(text) <= most:
        yield 0, len(text)
        return
    for piece in sentence_pieces(text, language=language, most=most):
        yield piece.start, piece.end
