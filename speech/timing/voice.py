"""Where in a recording somebody speaks, and words without the silence beside them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from speech.timing.matching import Span
from speech.timing.words import WordTime

Samples = NDArray[np.float32]

FRAME_SECONDS = 0.01
SHORTEST_PAUSE_SECONDS = 0.12  # a stop consonant is silent for up to a tenth of a second
SHORTEST_SOUND_SECONDS = 0.03
LEAST_PART_SECONDS = 0.025
# Below this part of the loud frames nobody speaks; and never below what models leave in their silences.
QUIET, SILENCE = 0.05, 0.001


def voiced_regions(samples: Samples, rate_hz: int) -> list[Span]:
    """Where somebody speaks: seconds from and to."""
    frame = max(1, round(FRAME_SECONDS * rate_hz))
    whole = samples[: len(samples) // frame * frame].reshape(-1, frame)
    if not len(whole):
        return []
    level = np.sqrt(np.mean(np.square(whole, dtype=np.float64), axis=1))
    sounds = level > max(SILENCE, QUIET * float(np.percentile(level, 95)))
    edges = np.flatnonzero(np.diff(np.concatenate([[False], sounds, [False]]).astype(np.int8)))
    seconds = frame / rate_hz
    return _joined([(start * seconds, end * seconds) for start, end in edges.reshape(-1, 2).tolist()])


def _joined(regions: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in regions:
        if joined and start - joined[-1][1] < SHORTEST_PAUSE_SECONDS:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return [(start, end) for start, end in joined if end - start >= SHORTEST_SOUND_SECONDS]


def within(word: WordTime, regions: Sequence[Span]) -> WordTime:
    """Without the silence that was counted to it."""
    touched = [
        (max(start, word.start_seconds), min(end, word.end_seconds))
        for start, end in regions
        if start < word.end_seconds and end > word.start_seconds
    ]
    # A region begins within a frame of its sound: a word that ends there has no part in it.
    longer = [(start, end) for start, end in touched if end - start > LEAST_PART_SECONDS] or touched
    return replace(word, start_seconds=longer[0][0], end_seconds=longer[-1][1]) if longer else word
