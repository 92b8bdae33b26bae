"""A text in its sentences, paragraph by paragraph."""

from collections.abc import Iterator

from speech.text.chunking import Guard, Piece, paragraphs, sentences
from speech.text.splitting import split_long


def sentence_pieces(text: str, *, language: str, most: int) -> Iterator[Piece]:
    """Places in the text; what is longer than `most` is cut where it hurts least."""
    guard = Guard()
    for start, end in paragraphs(text, 0, len(text)):
        for sentence in sentences(text, start, end, language=language, guard=guard):
            yield from split_long(text, sentence, most=most, guard=guard)
