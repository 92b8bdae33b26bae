"""Points that lie close together: each group of them is a speaker."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from speech.audio.late import distance, hierarchy, optimize
from speech.recognition.speakers.encoder import Points, unit

# Cosines of two pieces, on average: see docs/engines.md for what was measured.
SURELY_SAME = 0.80
KNOWN_VOICE = 0.72  # a group's middle and the voice of somebody known
LEAST_SAME = 0.72  # what is less alike is never one voice
LESS_ALIKE = 0.10  # than each is within itself: two groups are then two voices, however alike these are
FEW_SECONDS = 5.0  # a group that says less has nothing within to be compared with
MOST_AT_ONCE = 1_000  # points compared each with each; more are grouped in parts, and then their groups

MOST_GROUPS = 300

Labels = NDArray[np.intp]


def grouped(points: Points, seconds: NDArray[np.float64]) -> Labels:
    """A number for each point, from 0: those of one number are one voice's."""
    starts = range(0, len(points), MOST_AT_ONCE)
    labels = np.zeros(len(points), np.intp)
    count = 0
    for part in (slice(start, start + MOST_AT_ONCE) for start in starts):
        found = _linked(points[part])
        labels[part] = found + count
        count += found.max() + 1
    labels = _fewer(points, seconds, labels)
    return _joined(_Groups(points, seconds, labels))[labels]


def _fewer(points: Points, seconds: NDArray[np.float64], labels: Labels) -> Labels:
    """No more than can be compared each with each: of very many, the smallest go to what is nearest."""
    said = np.bincount(labels, weights=seconds)
    if len(said) <= MOST_GROUPS:
        return labels
    largest = np.argsort(-said)[:MOST_GROUPS]
    nearest: Labels = np.argmax(points @ centres(points, seconds, labels)[largest].T, axis=1)
    return np.unique(nearest, return_inverse=True)[1]


def _linked(points: Points) -> Labels:
    """Only what is surely the same."""
    if len(points) < 2:
        return np.zeros(len(points), np.intp)
    apart = np.maximum(0, 1 - points @ points.T)
    np.fill_diagonal(apart, 0)
    tree = hierarchy.linkage(distance.squareform(apart, checks=False), method="average")
    numbers = hierarchy.fcluster(tree, 1 - SURELY_SAME, criterion="distance")
    labels: Labels = np.unique(numbers, return_inverse=True)[1]
    return labels


class _Groups:
    """By their sums, from which the average likeness of any two, and within one, follows."""

    def __init__(self, points: Points, seconds: NDArray[np.float64], labels: Labels) -> None:
        self.counts = np.bincount(labels).astype(np.float64)
        self.seconds = np.bincount(labels, weights=seconds)
        self.sums = np.zeros((len(self.counts), points.shape[1]))
        np.add.at(self.sums, labels, points)

    def between(self) -> NDArray[np.float64]:
        middles = self.sums / np.maximum(1, self.counts)[:, None]
        likeness: NDArray[np.float64] = middles @ middles.T
        return likeness

    def within(self) -> NDArray[np.float64]:
        """As little as can be where there is too little to compare: such a group may join any."""
        pairs = np.maximum(1, self.counts * (self.counts - 1))
        likeness = (np.square(self.sums).sum(axis=1) - self.counts) / pairs
        return np.where((self.counts > 2) & (self.seconds >= FEW_SECONDS), likeness, -1.0)

    def join(self, into: int, group: int) -> None:
        for values in (self.counts, self.seconds, self.sums):
            values[into] += values[group]
            values[group] = 0


def _joined(groups: _Groups) -> Labels:
    """Which group each one has become part of: the most alike two are joined, as long as two may be."""
    becomes = np.arange(len(groups.counts))
    while True:
        between, within = groups.between(), groups.within()
        wanted = np.maximum(LEAST_SAME, np.minimum.outer(within, within) - LESS_ALIKE)
        may = np.triu(between >= wanted, 1)
        if not may.any():
            labels: Labels = np.unique(becomes, return_inverse=True)[1]
            return labels
        into, group = np.unravel_index(np.argmax(np.where(may, between, -1)), may.shape)
        groups.join(int(into), int(group))
        becomes[becomes == group] = into


def centres(points: Points, weights: NDArray[np.float64], labels: Labels) -> Points:
    """The middle of each group, of length 1."""
    sums = np.zeros((labels.max() + 1, points.shape[1]))
    np.add.at(sums, labels, points * weights[:, None])
    return unit(sums.astype(np.float32))


def matched(centre_points: Points, known: Points) -> dict[int, int]:
    """Groups that are somebody known, each at most once: the pairs that are nearest altogether."""
    if not len(centre_points) or not len(known):
        return {}
    alike = centre_points @ known.T
    pairs = zip(*optimize.linear_sum_assignment(-np.maximum(alike, KNOWN_VOICE)), strict=True)
    return {int(group): int(person) for group, person in pairs if alike[group, person] > KNOWN_VOICE}


def letters(count: int, *, taken: Sequence[str] = ()) -> list[str]:
    """A, B, … Z, AA, AB, …: names for those whom nobody knows."""
    names: list[str] = []
    number = 0
    while len(names) < count:
        name, rest = "", number
        while rest >= 0:
            name, rest = chr(ord("A") + rest % 26) + name, rest // 26 - 1
        if name not in taken:
            names.append(name)
        number += 1
    return names
