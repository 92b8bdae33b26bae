"""A profile's samples as one recording, for engines that speak like the one they are given.

Held whole: no longer than is asked for, at the rate that is asked for, whatever the samples are.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from common.errors import Conflict
from profiles.models import Profile, Sample
from profiles.samples.sound import Samples, mono_blocks_of, seconds_of
from speech.audio.levelling import faded, levelled
from speech.audio.pauses import last_pause
from speech.effects import applied, read_chain

PAUSE_SECONDS = 0.3
LEAST_PART_SECONDS = 1.0


class Reference(NamedTuple):
    samples: Samples
    rate_hz: int
    transcript: str  # of all of it; empty where that is not known of every part


class _Part(NamedTuple):
    samples: Samples
    transcript: str
    is_whole: bool


def reference_of(profile: Profile, *, most_seconds: float = 60.0, rate_hz: int = 24_000) -> Reference:
    """The enabled samples in their order, as many as there is room for; the last may be cut at a pause."""
    samples = used_samples(profile)
    if not samples:
        raise no_samples()
    return combined(samples, most_seconds=most_seconds, rate_hz=rate_hz)


def combined(samples: Sequence[Sample], *, most_seconds: float, rate_hz: int) -> Reference:
    parts = _parts(samples, most_seconds, rate_hz)
    equally_loud = levelled([part.samples for part in parts], rate_hz)
    is_known = all(part.transcript for part in parts)
    return Reference(
        _joined([faded(each, rate_hz) for each in equally_loud], rate_hz),
        rate_hz,
        " ".join(part.transcript for part in parts) if is_known else "",
    )


def no_samples() -> Conflict:
    return Conflict("This profile has no sample in use. Add one, or turn one on.", code="no_samples")


def used_samples(profile: Profile) -> list[Sample]:
    return list(profile.samples.filter(is_enabled=True).select_related("clip").order_by("position"))


def _parts(samples: Sequence[Sample], most_seconds: float, rate_hz: int) -> list[_Part]:
    parts: list[_Part] = []
    room = most_seconds
    for sample in samples:
        part = _part(sample, room, rate_hz, is_first=not parts)
        if part is None:
            break
        parts.append(part)
        room -= len(part.samples) / rate_hz + PAUSE_SECONDS
        if not part.is_whole or room < LEAST_PART_SECONDS:
            break
    return parts


def _part(sample: Sample, room_seconds: float, rate_hz: int, *, is_first: bool) -> _Part | None:
    """What fits of it. None where that would end inside a word, unless there is nothing before it."""
    is_whole = seconds_of(sample) <= room_seconds
    samples = _read(sample, round(min(room_seconds, seconds_of(sample)) * rate_hz), rate_hz)
    if not is_whole:
        pause = last_pause(samples, rate_hz)
        if pause is not None and pause >= LEAST_PART_SECONDS * rate_hz:
            samples = samples[:pause]
        elif not is_first:
            return None
    if sample.is_denoised and len(samples):
        samples = applied(samples, read_chain([{"type": "denoise"}]), rate_hz=rate_hz)[: len(samples)]
    return _Part(samples, sample.transcript if is_whole else "", is_whole)


def _read(sample: Sample, most_frames: int, rate_hz: int) -> Samples:
    read: list[Samples] = []
    missing = most_frames
    for block in mono_blocks_of(sample, rate_hz=rate_hz):
        read.append(block[:missing])
        missing -= len(read[-1])
        if missing <= 0:
            break
    return np.concatenate([np.zeros(0, np.float32), *read])


def _joined(parts: list[Samples], rate_hz: int) -> Samples:
    pause = np.zeros(round(PAUSE_SECONDS * rate_hz), np.float32)
    pieces = [piece for part in parts for piece in (pause, part)][1:]
    return np.concatenate(pieces)
