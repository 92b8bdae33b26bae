"""Sound at another speed or another pitch, and each without the other."""

import numpy as np
import pedalboard
from numpy.typing import NDArray

Samples = NDArray[np.float32]

# Of less there is no pitch to tell, and Rubber Band gives nothing.
LEAST_FRAMES = 1_024


def stretched(
    samples: Samples,
    *,
    rate_hz: int,
    speed: float = 1.0,
    semitones: float = 0.0,
    keeps_formants: bool = True,
) -> Samples:
    """(frames,) or (frames, channels), as it came. Where formants are not kept, a higher voice is that of
    a smaller speaker."""
    frames = len(samples)
    if not frames:
        return samples
    if frames < LEAST_FRAMES:
        rest = np.zeros((LEAST_FRAMES - frames, *samples.shape[1:]), np.float32)
        samples = np.concatenate([samples, rest])
    made = pedalboard.time_stretch(
        np.ascontiguousarray(samples.T),
        rate_hz,
        stretch_factor=speed,
        pitch_shift_in_semitones=semitones,
        preserve_formants=keeps_formants,
    )
    flat = made.reshape(-1) if samples.ndim == 1 else made.T
    return np.ascontiguousarray(flat[: round(frames / speed)], np.float32)
