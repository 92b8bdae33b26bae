"""Where sound begins and ends."""

import numpy as np
from numpy.typing import NDArray

# -60 dBFS: below the softest consonant, above what models leave in their silences.
SILENCE = np.float32(0.001)


def sounding_span(samples: NDArray[np.float32]) -> tuple[int, int]:
    """The first frame that sounds and the one after the last; (0, 0) where none does."""
    sounding = np.flatnonzero(np.abs(samples) > SILENCE)
    return (int(sounding[0]), int(sounding[-1]) + 1) if len(sounding) else (0, 0)


def trim_silence(
    samples: NDArray[np.float32], rate_hz: int, *, lead_seconds: float = 0.03, tail_seconds: float = 0.06
) -> NDArray[np.float32]:
    """Without the silence at both ends but for a margin, so that breaths and last consonants stay whole."""
    start, end = kept_span(samples, rate_hz, lead_seconds=lead_seconds, tail_seconds=tail_seconds)
    return samples[start:end]


def kept_span(
    samples: NDArray[np.float32], rate_hz: int, *, lead_seconds: float = 0.03, tail_seconds: float = 0.06
) -> tuple[int, int]:
    """What `trim_silence` keeps: the frame it begins with and the one after the last."""
    start, end = sounding_span(samples)
    if end == 0:
        return 0, 0
    return max(0, start - round(lead_seconds * rate_hz)), min(
        len(samples), end + round(tail_seconds * rate_hz)
    )
