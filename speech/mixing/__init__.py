"""Several sounds on one timeline into one, block by block, in memory that does not grow with their length."""

from speech.mixing.errors import MixRefused, SourceMissing
from speech.mixing.mix import CURVES, LOUDEST_VOLUME, Curve, Duck, Fade, Master, Mix, Region, Track
from speech.mixing.mixed import Mixed, mixed

__all__ = [
    "CURVES",
    "LOUDEST_VOLUME",
    "Curve",
    "Duck",
    "Fade",
    "Master",
    "Mix",
    "MixRefused",
    "Mixed",
    "Region",
    "SourceMissing",
    "Track",
    "mixed",
]
