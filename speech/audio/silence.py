"""Where sound begins and ends."""

import numpy as np
from numpy.typing import NDArray

# -60 dBFS: below the softest consonant, above what models leave in their silences.
SILENCE = np.float32(0.001)
# Models end a sentence in half a second of hiss with peaks up to -50 dBFS: over 10 ms it is weaker than any
# sound of speech. A voice that is soft as a whole has softer consonants.
WINDOW_SECONDS = 0.01
HISS, HISS_OF_PEAK = 0.0022, 0.02


def sounding_span(samples: NDArray[np.float32]) -> tuple[int, int]:
    """The first frame that sounds and the one after the last; (0, 0) where none does."""
    sounding = np.flatnonzero(np.abs(samples) > SILENCE)
    return (int(sounding[0]), int(sounding[-1]) + 1) if len(sounding) else (0, 0)


def _spoken_span(samples: NDArray[np.float32], window: int) -> tuple[int, int]:
    """As `sounding_span`, by the strength of whole windows: noise does not count."""
    if not len(samples):
        return 0, 0
    windows = np.pad(samples, (0, -len(samples) % window)).reshape(-1, window)
    strength = np.sqrt(np.mean(np.square(windows, dtype=np.float64), axis=1))
    speaks = np.flatnonzero(strength > min(HISS, HISS_OF_PEAK * float(np.abs(samples).max())))
    return (int(speaks[0]) * window, (int(speaks[-1]) + 1) * window) if len(speaks) else (0, 0)


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
    start, end = _spoken_span(samples, round(WINDOW_SECONDS * rate_hz))
    if end == 0:
        return 0, 0
    return max(0, start - round(lead_seconds * rate_hz)), min(
        len(samples), end + round(tail_seconds * rate_hz)
    )
