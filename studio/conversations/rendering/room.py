"""The sound of a room in which nobody speaks: without it, the silence between turns is heard as a hole."""

import numpy as np
from numpy.typing import NDArray

SECONDS = 20.0
# As air and far traffic sound: hardly any below, less and less above.
LOWEST_HERTZ, TURNING_HERTZ, HIGHEST_HERTZ = 30.0, 150.0, 6_000.0
SEED = 7_120_421


def room_tone(*, rate_hz: int, level_db: float) -> NDArray[np.float32]:
    """The same each time, `level_db` below full scale, and seamless where it is repeated."""
    frames = round(SECONDS * rate_hz)
    hertz = np.fft.rfftfreq(frames, 1 / rate_hz).astype(np.float64)
    phases = np.random.Generator(np.random.PCG64(SEED)).uniform(0, 2 * np.pi, len(hertz))
    # Out of a spectrum it is periodic by itself: its end goes on with its beginning.
    noise = np.fft.irfft(_amplitudes(hertz) * np.exp(1j * phases), frames)
    level = 10 ** (level_db / 20)
    return (noise * (level / np.sqrt(np.mean(np.square(noise))))).astype(np.float32)


def _amplitudes(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    rising = hertz**2 / (hertz**2 + LOWEST_HERTZ**2)
    falling = 1 / np.sqrt(1 + (hertz / TURNING_HERTZ) ** 2)
    dulled = 1 / np.sqrt(1 + (hertz / HIGHEST_HERTZ) ** 4)
    shaped: NDArray[np.float64] = rising * falling * dulled
    return shaped
