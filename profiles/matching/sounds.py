"""A profile's samples as a search hears them: those in use, trimmed and denoised, one by one."""

import numpy as np

from common.errors import Conflict
from profiles.models import Profile, Sample
from profiles.samples.reference import used_samples
from profiles.samples.sound import Samples, mono_blocks_of
from speech.effects import applied, read_chain
from speech.matching import Sample as Sound
from speech.recognition.base import RATE_HZ

# Of each: no more is needed to know a voice, and ten minutes would take memory for nothing.
MOST_SECONDS = 60.0


def require_samples(profile: Profile) -> list[Sample]:
    if found := used_samples(profile):
        return found
    raise Conflict(
        "There is no sample to listen to. Add a recording of the voice, or turn one of its samples on.",
        code="no_samples",
    )


def sounds_of(profile: Profile) -> list[Sound]:
    return [(_sound(sample), RATE_HZ) for sample in require_samples(profile)]


def _sound(sample: Sample) -> Samples:
    read, missing = [np.zeros(0, np.float32)], round(MOST_SECONDS * RATE_HZ)
    for block in mono_blocks_of(sample, rate_hz=RATE_HZ):
        read.append(block[:missing])
        missing -= len(read[-1])
        if missing <= 0:
            break
    samples = np.concatenate(read)
    if sample.is_denoised and len(samples):
        samples = applied(samples, read_chain([{"type": "denoise"}]), rate_hz=RATE_HZ)[: len(samples)]
    return samples
