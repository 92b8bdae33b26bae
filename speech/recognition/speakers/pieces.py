# ruff: noqa: RUF001 - signs of many scripts
"""Segments cut into pieces that one person says: a sentence, or what stands between two pauses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from speech.recognition.base import RATE_HZ, Samples, Segment, Stretch
from speech.timing import HeardWord

PAUSE_SECONDS = 0.35  # between two words, from which on another person may go on
_SENTENCE_ENDS = tuple(".?!…。？！।؟")
_CLOSING = "\"'”’»)」"


@dataclass(frozen=True)
class Piece:
    """Words `first` to `last - 1` of a segment; the whole of one whose words are not known."""

    segment: int
    first: int
    last: int
    start_seconds: float
    end_seconds: float

    @property
    def seconds(self) -> float:
        return self.end_seconds - self.start_seconds


def pieces_of(segment: Segment) -> Iterator[Piece]:
    words, first = segment.words, 0
    if not words:
        yield Piece(segment.id, 0, 0, segment.start_seconds, segment.end_seconds)
        return
    for last in [*_cuts(words), len(words)]:
        yield Piece(segment.id, first, last, words[first].start_seconds, words[last - 1].end_seconds)
        first = last


def _cuts(words: Sequence[HeardWord]) -> Iterator[int]:
    for place in range(1, len(words)):
        before, after = words[place - 1], words[place]
        is_pause = after.start_seconds - before.end_seconds >= PAUSE_SECONDS
        if is_pause or before.text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS):
            yield place


def sound_of(piece: Piece, stretch: Stretch) -> Samples:
    """What of the stretch lies within the piece's time."""
    start, end = (round(_within(stretch, moment) * RATE_HZ) for moment in _span(piece))
    return stretch.samples[max(0, start) : max(0, end)]


def _span(piece: Piece) -> tuple[float, float]:
    return piece.start_seconds, piece.end_seconds


def _within(stretch: Stretch, seconds: float) -> float:
    """Where in the samples lies what is at `seconds` in the whole."""
    left_out = 0.0
    for gap in stretch.gaps:
        begins = stretch.start_seconds + gap.at_seconds + left_out
        if seconds <= begins:
            break
        left_out += min(gap.seconds, seconds - begins)
    return seconds - stretch.start_seconds - left_out
