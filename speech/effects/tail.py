"""The sound that goes on when no more comes in."""

from collections.abc import Callable

import numpy as np

from speech.effects.processors import BUFFER_FRAMES
from speech.effects.spec import Block, Sound

QUIET = 10 ** (-70 / 20)
MOST_SECONDS = 15.0
FADE_SECONDS = 0.25


def tail(process: Callable[[Block], Block], sound: Sound, *, quiet_seconds: float, owed_frames: int) -> Block:
    """What silence brings out, until it is inaudible for so long. What would ring on for ever fades.

    `owed_frames` of what came in have not come out yet: so many are given in any case.
    """
    buffers = -(-max(sound.frames(quiet_seconds), 1) // BUFFER_FRAMES)
    heard = [sound.silence()]
    for _ in range(max(1, int(MOST_SECONDS / quiet_seconds))):
        window = process(sound.silence(buffers * BUFFER_FRAMES))
        if float(np.abs(window).max(initial=0)) < QUIET:
            return np.concatenate(heard) if len(heard) > 1 else window[:owed_frames]
        heard.append(window)
    return _faded(np.concatenate(heard), sound)


def _faded(block: Block, sound: Sound) -> Block:
    frames = min(len(block), sound.frames(FADE_SECONDS))
    block[len(block) - frames :] *= np.linspace(1, 0, frames, dtype=np.float32)[:, np.newaxis]
    return block
