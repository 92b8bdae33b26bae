"""Whose voice is looked for: where the samples lie among voices, and whether they are one person's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import soxr

from speech.audio.arithmetic import one_thread
from speech.matching.base import Point, Sample
from speech.matching.errors import SampleUnusable, SeveralVoices, TooLittleSpeech
from speech.recognition.base import RATE_HZ, Samples
from speech.recognition.speakers.diarise import speakers_of
from speech.recognition.speakers.encoder import Points, SpeakerEncoder, unit
from speech.recognition.speakers.groups import Labels, centres
from speech.recognition.voice_activity import SpeechDetector, SpeechStarted

LEAST_SECONDS = 3.0
ENOUGH_SECONDS = 10.0
MOST_SECONDS = 120.0  # of speech: more changes nothing, and costs
SLOWEST_HZ, FASTEST_HZ = 8_000, 192_000
PIECE_SECONDS = 3.0  # in which one person speaks
# Recordings of one person, cut into such pieces, seldom fall into groups less alike than this.
OTHER_PERSON = 0.66
PERHAPS_OTHER = 0.80
SOME_SHARE = 0.15  # of the speech, from which on another voice is no cough and no echo


@dataclass(frozen=True)
class Target:
    point: Point
    speech_seconds: float
    warnings: tuple[str, ...] = ()


def target_of(samples: Sequence[Sample], encoder: SpeakerEncoder) -> Target:
    """Raises `MatchRefused` where the samples are too short, silent, or several people's."""
    pieces = _within(MOST_SECONDS, (piece for sample in samples for piece in _pieces(_heard(sample))))
    seconds = np.array([len(piece) / RATE_HZ for piece in pieces])
    if seconds.sum() < LEAST_SECONDS:
        raise TooLittleSpeech(float(seconds.sum()), wanted_seconds=LEAST_SECONDS)
    points = np.stack(encoder.voices(pieces))
    warnings = [*_few_seconds(float(seconds.sum())), *_several(points, seconds)]
    middle = unit((points * seconds[:, None]).sum(axis=0))
    return Target(middle.astype(np.float32), float(seconds.sum()), tuple(warnings))


def _heard(sample: Sample) -> Samples:
    samples, rate_hz = np.asarray(sample[0]), sample[1]
    if samples.ndim != 1 or samples.dtype.kind != "f":
        raise SampleUnusable("is not one channel of floating-point samples")
    if not SLOWEST_HZ <= rate_hz <= FASTEST_HZ:
        raise SampleUnusable(f"has {rate_hz} samples a second, not {SLOWEST_HZ} to {FASTEST_HZ}")
    if not np.isfinite(samples).all():
        raise SampleUnusable("holds values that are no numbers")
    return np.asarray(soxr.resample(samples.astype(np.float32), rate_hz, RATE_HZ), np.float32)


def _pieces(samples: Samples) -> Iterator[Samples]:
    """What is spoken, cut at pauses and then evenly."""
    for start, end in _spoken(samples):
        count = max(1, round((end - start) / RATE_HZ / PIECE_SECONDS))
        yield from np.array_split(samples[start:end], count)


def _spoken(samples: Samples) -> Iterator[tuple[int, int]]:
    detector, start = SpeechDetector(), 0
    for event in [*detector.feed(samples), *detector.flush()]:
        if isinstance(event, SpeechStarted):
            start = event.frame
        else:
            yield start, event.frame


def _within(seconds: float, pieces: Iterator[Samples]) -> list[Samples]:
    kept: list[Samples] = []
    for piece in pieces:
        kept.append(piece)
        seconds -= len(piece) / RATE_HZ
        if seconds <= 0:
            break
    return kept


def _few_seconds(seconds: float) -> Iterator[str]:
    if seconds < ENOUGH_SECONDS:
        yield f"There are only {seconds:.0f} s of speech: {ENOUGH_SECONDS:.0f} or more make a truer likeness."


def _several(points: Points, seconds: np.ndarray) -> Iterator[str]:
    with one_thread():
        alike = _least_alike(points, seconds, speakers_of(points, seconds))
    if alike < OTHER_PERSON:
        raise SeveralVoices(alike)
    if alike < PERHAPS_OTHER:
        yield "Some of the samples sound like another person or another room. Leave out those that differ."


def _least_alike(points: Points, seconds: np.ndarray, labels: Labels) -> float:
    """Of the two groups that differ most, among those that say much."""
    said = np.bincount(labels, weights=seconds)
    middles = centres(points, seconds, labels)[said >= SOME_SHARE * said.sum()]
    return float((middles @ middles.T).min(initial=1.0))
