"""A profile's samples as a search hears them: those in use, trimmed and denoised, one by one."""

from profiles.models import Profile
from profiles.samples.reference import combined, no_samples, used_samples
from speech.matching import Sample as Sound
from speech.recognition.base import RATE_HZ

# Of each: no more is needed to know a voice, and ten minutes would take memory for nothing.
MOST_SECONDS = 60.0


def require_samples(profile: Profile) -> None:
    if not used_samples(profile):
        raise no_samples()


def sounds_of(profile: Profile) -> list[Sound]:
    require_samples(profile)
    parts = (
        combined([sample], most_seconds=MOST_SECONDS, rate_hz=RATE_HZ) for sample in used_samples(profile)
    )
    return [(part.samples, part.rate_hz) for part in parts]
