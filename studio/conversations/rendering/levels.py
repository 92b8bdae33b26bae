"""How loud each speaker is made.

One gain for all turns of a speaker, from the loudness of all of them together: who whispers one line still
whispers it beside their others, and two speakers are as loud as each other.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from speech.mixing.mix import LOUDEST_VOLUME


@dataclass(frozen=True)
class Heard:
    speaker: str
    frames: int
    lufs: float | None  # None: too short or too quiet to be measured


def volumes(heard: Iterable[Heard], *, target_lufs: float) -> dict[str, float]:
    """By speaker, a factor. One of whom nothing could be measured is left alone."""
    of_speaker: dict[str, list[Heard]] = defaultdict(list)
    for each in heard:
        of_speaker[each.speaker].append(each)
    return {speaker: _volume(turns, target_lufs) for speaker, turns in of_speaker.items()}


def _volume(turns: list[Heard], target_lufs: float) -> float:
    lufs = _together(turns)
    if lufs is None:
        return 1.0
    return float(min(10 ** ((target_lufs - lufs) / 20), LOUDEST_VOLUME))


def _together(turns: list[Heard]) -> float | None:
    """As if they were one recording: their energy, each as long as it lasts."""
    measured = [(turn.frames, 10 ** (turn.lufs / 10)) for turn in turns if turn.lufs is not None]
    whole = sum(length for length, _ in measured)
    if not whole:
        return None
    return 10 * math.log10(sum(length * power for length, power in measured) / whole)
