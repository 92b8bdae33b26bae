"""What processors are made of: some keep time, some need the whole sound, some are another's plug-in."""

from collections.abc import Callable

import numpy as np
import pedalboard

from speech.effects.spec import Block, Sound

BUFFER_FRAMES = 512


class InPlace:
    """Moments stay where they are, and nothing is left over at the end."""

    def __init__(self, sound: Sound) -> None:
        self.sound = sound

    def flush(self) -> Block:
        return self.sound.silence()

    def at(self, seconds: float) -> float:
        return seconds


class Unchanged(InPlace):
    def process(self, block: Block) -> Block:
        return block


class Whole(InPlace):
    """Holds the sound until the end, for what can't be known before."""

    def __init__(self, sound: Sound, work: Callable[[Block], Block]) -> None:
        super().__init__(sound)
        self._work = work
        self._held: list[Block] = []

    def process(self, block: Block) -> Block:
        self._held.append(block)
        return self.sound.silence()

    def flush(self) -> Block:
        whole = np.concatenate(self._held) if self._held else self.sound.silence()
        self._held = []
        return self._work(whole) if len(whole) else whole


class Plugin(InPlace):
    """Pedalboard's, without delay of its own. It is given whole buffers only: it forgets what it heard when
    one is longer than the last, and with few frames it takes frames for channels."""

    def __init__(self, sound: Sound, plugin: pedalboard.Plugin) -> None:
        super().__init__(sound)
        self._plugin = plugin
        self._held = sound.silence()

    def process(self, block: Block) -> Block:
        held = np.concatenate([self._held, block]) if len(self._held) else block
        whole = len(held) // BUFFER_FRAMES * BUFFER_FRAMES
        self._held = held[whole:]
        return self._run(held[:whole]) if whole else self.sound.silence()

    def flush(self) -> Block:
        if not (frames := len(self._held)):
            return self._held
        return self.process(self.sound.silence(BUFFER_FRAMES - frames))[:frames]

    def _run(self, block: Block) -> Block:
        given = block.reshape(-1) if self.sound.channels == 1 else np.ascontiguousarray(block.T)
        made: Block = self._plugin.process(given, self.sound.rate_hz, BUFFER_FRAMES, reset=False)
        return made.reshape(self.sound.channels, -1).T
