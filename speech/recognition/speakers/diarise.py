"""Who says which segment. What is kept of the sound is a point for each piece of it, however long it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from speech.audio.arithmetic import one_thread
from speech.recognition.base import Segment, Stretch
from speech.recognition.speakers.encoder import (
    Points,
    SpeakerEncoder,
)
from speech.recognition.speakers.groups import Labels, centres, grouped, letters, matched
from speech.recognition.speakers.pieces import Piece, pieces_of, sound_of

SURE_SECONDS = 1.0  # a shorter piece makes no speaker: it goes to the one that is nearest
LEAST_SECONDS = 1.6  # that a speaker says in all


@dataclass
class SpeakersHeard:
    """One recording: `hear` each stretch with what was found in it, then ask who `said` it all."""

    encoder: SpeakerEncoder
    known: Mapping[str, Points] = field(default_factory=dict)  # names, and where their voices are
    _pieces: list[Piece] = field(default_factory=list)
    _points: list[NDArray[np.float32]] = field(default_factory=list)

    def hear(self, stretch: Stretch, segments: Sequence[Segment]) -> None:
        """The segments of this stretch, with the ids that they have in the transcript."""
        pieces = [piece for segment in segments for piece in pieces_of(segment)]
        self._pieces += pieces
        self._points += self.encoder.voices([sound_of(piece, stretch) for piece in pieces])

    def said(self, segments: Sequence[Segment]) -> list[Segment]:
        """Each with its speaker, numbered anew: one in which two speak becomes two where words have times."""
        names = self._names()
        told = [
            part
            for segment, pieces in zip(segments, self._by_segment(segments), strict=True)
            for part in _parted(segment, [(self._pieces[number], names[number]) for number in pieces])
        ]
        return [replace(segment, id=number) for number, segment in enumerate(told)]

    def _by_segment(self, segments: Sequence[Segment]) -> Iterator[list[int]]:
        numbers: dict[int, list[int]] = {}
        for number, piece in enumerate(self._pieces):
            numbers.setdefault(piece.segment, []).append(number)
        for segment in segments:
            yield numbers.get(segment.id, [])

    def _names(self) -> list[str]:
        """Of each piece's speaker."""
        if not self._pieces:
            return []
        points = np.array(self._points)
        seconds = np.array([piece.seconds for piece in self._pieces])
        with one_thread():
            labels = speakers_of(points, seconds)
        known = matched(centres(points, seconds, labels), np.array([*self.known.values()]))
        people = list(self.known)
        order = [int(label) for label in dict.fromkeys(labels.tolist()) if label not in known]
        names = dict(zip(order, letters(len(order), taken=people), strict=True))
        names |= {group: people[person] for group, person in known.items()}
        return [names[int(label)] for label in labels]


def speakers_of(points: Points, seconds: NDArray[np.float64]) -> Labels:
    """A number for each point. Speakers are found among pieces long enough to know a voice by."""
    is_sure = seconds >= SURE_SECONDS
    if not is_sure.any():
        is_sure = seconds >= seconds.max()
    found = grouped(points[is_sure], seconds[is_sure])
    said = np.bincount(found, weights=seconds[is_sure])
    stays = said >= min(LEAST_SECONDS, said.max())
    speakers = centres(points[is_sure], seconds[is_sure], found)[stays]
    nearest: Labels = np.argmax(points @ speakers.T, axis=1)
    return nearest


def _parted(segment: Segment, pieces: Sequence[tuple[Piece, str]]) -> list[Segment]:
    runs = [(name, [piece for piece, _ in run]) for name, run in groupby(pieces, key=lambda each: each[1])]
    offsets = _offsets(segment)
    if len(runs) < 2 or offsets is None:
        return [replace(segment, speaker=_who_most(pieces))]
    starts = [0, *(offsets[run[0].first] for _, run in runs[1:])]
    ends = [*starts[1:], len(segment.text)]
    parts = zip(starts, ends, runs, strict=True)
    return [_part(segment, segment.text[start:end], run, name) for start, end, (name, run) in parts]


def _part(segment: Segment, text: str, run: Sequence[Piece], name: str) -> Segment:
    """What a model tells of the whole segment's tokens is not known of its parts."""
    return replace(
        segment,
        start_seconds=run[0].start_seconds,
        end_seconds=run[-1].end_seconds,
        text=text.strip(),
        words=segment.words[run[0].first : run[-1].last],
        tokens=(),
        logprobs=(),
        speaker=name,
    )


def _offsets(segment: Segment) -> list[int] | None:
    """Where each word begins in the text; None where they don't stand in it as they are."""
    offsets, place = [], 0
    for word in segment.words:
        found = segment.text.find(word.text, place)
        if found < 0:
            return None
        offsets.append(found)
        place = found + len(word.text)
    return offsets


def _who_most(pieces: Sequence[tuple[Piece, str]]) -> str | None:
    said: dict[str, float] = {}
    for piece, name in pieces:
        said[name] = said.get(name, 0.0) + piece.seconds
    return max(said, key=lambda name: said[name]) if said else None
