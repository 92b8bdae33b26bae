"""Sound at another speed or another pitch, and each without the other."""

import numpy as np
import pedalboard
from numpy.typing import NDArray

Samples = NDArray[np.float32]

SHORT_WINDOW_UP_TO = 1.43  # six semitones, 0.7 of the speed: beyond, words are heard before they begin
WINDOWS_A_SECOND, LEAST_WINDOW_FRAMES = 32, 1_024
FRAMES_AT_ONCE = 4_096  # at a quarter of the speed they become four times as many


def stretched(
    samples: Samples,
    *,
    rate_hz: int,
    speed: float = 1.0,
    semitones: float = 0.0,
    keeps_formants: bool = True,
) -> Samples:
    """(frames,) or (frames, channels), as it came. Where formants are not kept, a higher voice is that of
    a smaller speaker.

    Rubber Band is told speed and pitch for every sample, though they never change: told once, its steps are
    of whole frames and are not put right, and moments drift away by up to 3 ms a second. Its shorter window
    costs less, and is heard no worse as long as sound is not drawn out far (docs/performance.md).
    """
    frames = len(samples)
    if not frames:
        return samples
    ratio = 2 ** (semitones / 12)
    is_short = ratio / speed <= SHORT_WINDOW_UP_TO
    around = np.zeros((_half_window(rate_hz, is_short=is_short), *samples.shape[1:]), np.float32)
    given = np.concatenate([around, samples, around])
    made = pedalboard.time_stretch(
        np.ascontiguousarray(given.T),
        rate_hz,
        stretch_factor=np.full(len(given), speed, np.float64),
        pitch_shift_in_semitones=_in_small_steps(semitones, len(given)),
        preserve_formants=keeps_formants,
        use_long_fft_window=False if is_short else None,
    )
    flat = made.reshape(-1) if samples.ndim == 1 else made.T
    begins = round(_late_by(len(around), speed=speed, ratio=ratio))
    return np.ascontiguousarray(flat[begins : begins + round(frames / speed)], np.float32)


def _in_small_steps(semitones: float, frames: int) -> NDArray[np.float64]:
    """By the least difference that there is: what never changes is taken in as a whole, and outgrows the room
    for what comes out, of which Rubber Band complains."""
    is_odd = np.arange(frames) // FRAMES_AT_ONCE % 2 == 1
    return np.where(is_odd, np.nextafter(semitones, np.inf), semitones)


def _half_window(rate_hz: int, *, is_short: bool) -> int:
    least = max(LEAST_WINDOW_FRAMES, rate_hz / WINDOWS_A_SECOND)
    whole = 1 << int(np.ceil(np.log2(least)))
    return whole // 2 if is_short else whole


def _late_by(half_window: int, *, speed: float, ratio: float) -> float:
    """What comes out before the first sample, of half a window of silence before it. The middle of the first
    window stays where it is, and samples are made more or fewer after that, or before for a lower voice."""
    if ratio >= 1:
        return half_window / ratio
    return half_window * (1 + (1 - ratio) / speed)
