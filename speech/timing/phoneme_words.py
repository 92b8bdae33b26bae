# ruff: noqa: RUF001 - phonetic letters look like others
"""Which of a passage's phonemes belong to which word.

A phonemizer reads a passage as a whole: it joins words ("of the"), leaves sounds out and changes others.
So each word is read alone too, and the two readings are laid beside each other at the least cost.
"""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

Place = tuple[int, int]  # phonemes [start, end) of the passage

GAP = ""  # between words: space and punctuation
_STRESS = "ˈˌ"
_LENGTH = "ːˑ"
_VOWELS = frozenset("aeiouyæøœɐɑɒɔəɘɚɛɜɞɤɨɪɯɵɶɹʉʊʌʏᵊᵻIWAOQYɝ")

ADDED, LEFT_OUT, BESIDE = 0, 1, 2
_OMITTED = 1.0  # a phoneme of the word that the passage lacks, or the other way
_ALIKE, _UNLIKE = 0.5, 1.5
_GAP_OMITTED, _GAP_ADDED, _GAP_SOUNDS = 0.3, 0.1, 4.0


def words_in(passage: Sequence[str], words: Sequence[Sequence[str]]) -> list[Place | None]:
    """For each word, given as the phonemes it has alone, its place. None where nothing of it is said."""
    heard = [(_kind(symbol), index) for index, symbol in enumerate(passage) if not _is_mark(symbol)]
    read = [(_kind(symbol), owner) for symbol, owner in _in_a_row(words)]
    if not heard or not read:
        return [None] * len(words)
    owners = _owners(heard, read)
    _adopt_orphans(owners, heard)
    return [_with_marks(place, passage) for place in _places(owners, heard, len(words))]


def _with_marks(place: Place | None, passage: Sequence[str]) -> Place | None:
    """Stress is written before a sound and length after it, and both take time."""
    if place is None:
        return None
    start, end = place
    while start and passage[start - 1] in _STRESS:
        start -= 1
    while end < len(passage) and passage[end] in _LENGTH:
        end += 1
    return start, end


def _in_a_row(words: Sequence[Sequence[str]]) -> list[tuple[str, int]]:
    row: list[tuple[str, int]] = []
    for owner, word in enumerate(words):
        if row:
            row.append((GAP, -1))
        row += [(symbol, owner) for symbol in word if not _is_mark(symbol) and _kind(symbol) != GAP]
    return row


def _is_mark(symbol: str) -> bool:
    return symbol in _STRESS or symbol in _LENGTH


def _kind(symbol: str) -> str:
    return symbol if any(letter.isalpha() for letter in symbol) else GAP


def _owners(heard: Sequence[tuple[str, int]], read: Sequence[tuple[str, int]]) -> list[int | None]:
    """For each symbol heard, the word it was laid beside; -1 for a gap, None for neither."""
    steps = _steps(heard, read)
    owners: list[int | None] = [-1 if kind == GAP else None for kind, _ in heard]
    row, column = len(read), len(heard)
    while row and column:
        step = steps[row - 1, column]
        row, column = row - (step != ADDED), column - (step != LEFT_OUT)
        if step == BESIDE and owners[column] is None:
            owners[column] = read[row][1]
    return owners


def _steps(heard: Sequence[tuple[str, int]], read: Sequence[tuple[str, int]]) -> NDArray[np.int8]:
    """The last step of the cheapest way to the first r symbols read beside the first h heard.

    An edit distance, row by row. The costs are not kept: they would take eight times the room.
    """
    added = [_GAP_ADDED if kind == GAP else _OMITTED for kind, _ in heard]
    skipped = np.concatenate([[0.0], np.cumsum(added)])
    differences = {kind: _beside(kind, [other for other, _ in heard]) for kind in {kind for kind, _ in read}}
    steps = np.empty((len(read), len(heard) + 1), np.int8)
    costs = skipped
    for row, (kind, _) in enumerate(read):
        best = costs + _omitted(kind)
        beside = costs[:-1] + differences[kind]
        steps[row] = LEFT_OUT
        steps[row, 1:][beside <= best[1:]] = BESIDE
        best[1:] = np.minimum(best[1:], beside)
        # Symbols that only the passage has: the least over all columns to the left, plus those between.
        costs = np.minimum.accumulate(best - skipped) + skipped
        steps[row][costs < best - 1e-9] = ADDED
    return steps


def _omitted(kind: str) -> float:
    return _GAP_OMITTED if kind == GAP else _OMITTED


def _beside(kind: str, others: Sequence[str]) -> NDArray[np.float64]:
    return np.array([_difference(kind, other) for other in others])


def _difference(left: str, right: str) -> float:
    if left == right:
        return 0.0
    if GAP in (left, right):
        return _GAP_SOUNDS
    return _ALIKE if (left in _VOWELS) == (right in _VOWELS) else _UNLIKE


def _adopt_orphans(owners: list[int | None], heard: Sequence[tuple[str, int]]) -> None:
    """A sound that no word has alone belongs to the word before it, else to the one after."""
    for steps in (range(1, len(owners)), range(len(owners) - 2, -1, -1)):
        direction = -1 if steps.step > 0 else 1
        for index in steps:
            neighbour = owners[index + direction]
            if owners[index] is None and neighbour is not None and neighbour >= 0:
                owners[index] = neighbour


def _places(owners: Sequence[int | None], heard: Sequence[tuple[str, int]], count: int) -> list[Place | None]:
    places: list[Place | None] = [None] * count
    for owner, run in groupby(range(len(owners)), key=lambda index: owners[index]):
        if owner is None or owner < 0:
            continue
        indexes = [heard[index][1] for index in run]
        before = places[owner]
        places[owner] = (before[0] if before else indexes[0], indexes[-1] + 1)
    return places
