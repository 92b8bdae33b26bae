"""Any number of channels as one or two."""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Block = NDArray[np.float32]
Shares = tuple[tuple[float, float], ...]  # of each channel, on the left and on the right

HALF = math.sqrt(0.5)  # a sound between both sides, or behind: 3 dB down
LEFT, RIGHT, MIDDLE, BASS = (1.0, 0.0), (0.0, 1.0), (HALF, HALF), (0.0, 0.0)
LEFT_BEHIND, RIGHT_BEHIND = (HALF, 0.0), (0.0, HALF)
FRONT = (LEFT, RIGHT, MIDDLE)
BEHIND = (LEFT_BEHIND, RIGHT_BEHIND)

# In the order that WAV, and FFmpeg, put them. The channel of effects below 120 Hz is left out, as in every
# mixdown: it is played ten decibels louder than the others, by those who have it.
LAYOUTS: Mapping[int, Shares] = {
    3: FRONT,
    4: (LEFT, RIGHT, *BEHIND),
    5: (*FRONT, *BEHIND),
    6: (*FRONT, BASS, *BEHIND),
    7: (*FRONT, BASS, (0.5, 0.5), *BEHIND),
    8: (*FRONT, BASS, *BEHIND, *BEHIND),
}


def at_most_two(samples: Block) -> Block:
    channels = samples.shape[1]
    if channels <= 2:
        return samples
    shares = LAYOUTS.get(channels) or tuple(RIGHT if number % 2 else LEFT for number in range(channels))
    loudest = max(sum(side) for side in zip(*shares, strict=True))  # all at full scale: not over it
    mixed = np.zeros((len(samples), 2), np.float32)
    for channel, both in zip(samples.T, shares, strict=True):
        for side, part in enumerate(both):
            if part:
                mixed[:, side] += channel * np.float32(part / loudest)
    return mixed
