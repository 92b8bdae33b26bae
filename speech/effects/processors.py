"""What processors are made of: some keep time, some need the whole sound, some are another's plug-in."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import pedalboard

from speech.audio.drawn import cut
from speech.effects.spec import Block, Processor, Sound

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


class Held:
    """Blocks that wait. They are joined when they are looked at: joining each that comes would copy all."""

    def __init__(self, sound: Sound) -> None:
        self._blocks = [sound.silence()]
        self.frames = 0

    def append(self, block: Block) -> None:
        self._blocks.append(block.copy())  # whoever gave it may use its memory again
        self.frames += len(block)

    def joined(self) -> Block:
        if len(self._blocks) > 1:
            self._blocks = [np.concatenate(self._blocks)]
        return self._blocks[0]

    def drop(self, frames: int) -> None:
        """The oldest."""
        kept = self.joined()[frames:].copy()
        self._blocks, self.frames = [kept], len(kept)

    def take(self, frames: int) -> Block:
        """The oldest, and they are gone from here."""
        taken = self.joined()[:frames]
        self.drop(frames)
        return taken


class Whole(InPlace):
    """Holds the sound until the end, for what can't be known before."""

    def __init__(self, sound: Sound, work: Callable[[Block], Block]) -> None:
        super().__init__(sound)
        self._work = work
        self._held = Held(sound)

    def process(self, block: Block) -> Block:
        self._held.append(block)
        return self.sound.silence()

    def flush(self) -> Block:
        whole = self._held.take(self._held.frames)
        return self._work(whole) if len(whole) else whole


class Plugin(InPlace):
    """Pedalboard's, without delay of its own. It is given whole buffers only: it forgets what it heard when
    one is longer than the last, and with few frames it takes frames for channels."""

    def __init__(self, sound: Sound, plugin: pedalboard.Plugin) -> None:
        super().__init__(sound)
        self.plugin = plugin
        self._held = sound.silence()

    def process(self, block: Block) -> Block:
        held = np.concatenate([self._held, block]) if len(self._held) else block
        whole = len(held) // BUFFER_FRAMES * BUFFER_FRAMES
        self._held = held[whole:].copy()
        return self._run(held[:whole]) if whole else self.sound.silence()

    def flush(self) -> Block:
        if not (frames := len(self._held)):
            return self._held
        return self.process(self.sound.silence(BUFFER_FRAMES - frames))[:frames]

    def _run(self, block: Block) -> Block:
        given = block.reshape(-1) if self.sound.channels == 1 else np.ascontiguousarray(block.T)
        made: Block = self.plugin.process(given, self.sound.rate_hz, BUFFER_FRAMES, reset=False)
        return made.reshape(self.sound.channels, -1).T


class InTurn(InPlace):
    """Several that keep time, one after the other, as one."""

    def __init__(self, sound: Sound, *processors: Processor) -> None:
        super().__init__(sound)
        self._processors = processors

    def process(self, block: Block) -> Block:
        return through(self._processors, block)

    def flush(self) -> Block:
        return np.concatenate([self.sound.silence(), *flushed(self._processors)])


class Mixed(InPlace):
    """What a processor makes, beside what it was given."""

    def __init__(self, sound: Sound, processor: Processor, mix: float) -> None:
        super().__init__(sound)
        self._processor = processor
        self._wet, self._dry = np.float32(mix), np.float32(1 - mix)
        self._waiting = sound.silence()

    def process(self, block: Block) -> Block:
        self._waiting = np.concatenate([self._waiting, block]) if len(self._waiting) else block
        return self._beside(self._processor.process(block))

    def flush(self) -> Block:
        return self._beside(self._processor.flush())

    def _beside(self, wet: Block) -> Block:
        dry, self._waiting = self._waiting[: len(wet)], self._waiting[len(wet) :].copy()
        mixed = self._wet * wet
        mixed[: len(dry)] += self._dry * dry
        return mixed


def mixed(sound: Sound, make: Callable[[], Processor], mix: float) -> Processor:
    """Without the detour where there is only one of both."""
    if mix == 0:
        return Unchanged(sound)
    return make() if mix == 1 else Mixed(sound, make(), mix)


def joined(processors: Iterable[Processor]) -> list[Processor]:
    """Plug-ins that follow each other work as one: the sound goes over to them and back once."""
    made: list[Processor] = []
    for processor in processors:
        last = made[-1] if made else None
        if type(processor) is Plugin and type(last) is Plugin:
            made[-1] = Plugin(processor.sound, pedalboard.Pedalboard([last.plugin, processor.plugin]))
        else:
            made.append(processor)
    return made


def through(processors: Sequence[Processor], block: Block) -> Block:
    for processor in processors:
        if not len(block):
            break
        block = processor.process(block)
    return block


def flushed(processors: Sequence[Processor], *, piece_frames: int | None = None) -> Iterator[Block]:
    """What each has left goes through those behind it, before they are flushed in their turn."""
    for number, processor in enumerate(processors):
        for piece in cut(processor.flush(), piece_frames):
            yield through(processors[number + 1 :], piece)
