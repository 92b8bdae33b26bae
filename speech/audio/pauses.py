"""Where a recording of speech can be cut without cutting a word."""

import numpy as np
from numpy.typing import NDArray

FRAME_SECONDS = 0.02
LEAST_PAUSE_SECONDS = 0.2
# Below the voice as it usually is: breath and room, no sound of a word that goes on.
QUIET_DB = -25.0


def last_pause(samples: NDArray[np.float32], rate_hz: int) -> int | None:
    """The frame in the middle of the last pause; one that the end cuts off counts, too."""
    frame = max(1, round(FRAME_SECONDS * rate_hz))
    frames = samples[: len(samples) // frame * frame].reshape(-1, frame)
    if not len(frames):
        return None
    powers = np.square(frames, dtype=np.float64).mean(axis=1)
    loud = float(np.percentile(powers, 90))
    is_quiet = powers <= max(loud, 1e-12) * 10 ** (QUIET_DB / 10)
    edges = np.diff(np.concatenate([[0], is_quiet.astype(np.int8), [0]]))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    long = np.flatnonzero((ends - starts) * FRAME_SECONDS >= LEAST_PAUSE_SECONDS)
    if not len(long):
        return None
    return int(starts[long[-1]] + ends[long[-1]]) // 2 * frame
