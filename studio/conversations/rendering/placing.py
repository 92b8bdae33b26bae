"""When each turn is heard."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from studio.models import Turn


@dataclass(frozen=True)
class Line:
    """One turn in its order. Without a sound it is a pause, as long as its own gap."""

    turn: Turn
    seconds: float | None
    gap_ms: int | None = None  # before it; None: the conversation's


@dataclass(frozen=True)
class Place:
    turn: Turn
    start_frames: int
    frames: int

    @property
    def end_frames(self) -> int:
        return self.start_frames + self.frames


def placed(lines: Iterable[Line], *, gap_ms: int, rate_hz: int) -> Iterator[Place]:
    """Each after the last sound so far and its gap, never before the beginning.

    After the last sound, not after the turn before: an interjection that ends while somebody goes on speaking
    does not let the next turn talk over them.
    """
    end = pause = 0
    is_first = True
    for line in lines:
        if line.seconds is None:
            pause += max(_frames(line.gap_ms or 0, rate_hz), 0)
            continue
        usual_ms = 0 if is_first else gap_ms
        gap = _frames(usual_ms if line.gap_ms is None else line.gap_ms, rate_hz)
        place = Place(line.turn, max(end + pause + gap, 0), max(round(line.seconds * rate_hz), 1))
        yield place
        end, pause, is_first = max(end, place.end_frames), 0, False


def _frames(milliseconds: int, rate_hz: int) -> int:
    return round(milliseconds * rate_hz / 1000)
