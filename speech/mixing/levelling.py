"""Sounds brought to one loudness without being held: they are run through once to be measured, and again
with the gain that they need."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import numpy as np

from speech.audio.loudness import WINDOW_SECONDS, LoudnessMeter
from speech.effects import Effect
from speech.effects.gain import factor
from speech.effects.limiter import Limiter
from speech.effects.normalize import loudness_lufs
from speech.effects.spec import Sound
from speech.mixing.bus import Block

RunThrough = Callable[[], Iterator[Block]]
RunThroughEffects = Callable[[tuple[Effect, ...]], Iterator[Block]]

RELEASE_MS = 100.0


def levelling_db(
    run_through: RunThrough,
    *,
    rate_hz: int,
    target_lufs: float,
    ceiling_db: float,
    on_pass: Callable[[], None] = lambda: None,
) -> float | None:
    """The gain that brings it to its loudness, None for silence. Limiting takes some of that away: where it
    will, what it took is listened to, and given once more. `on_pass` is told after each of both."""
    heard = _Heard(run_through(), rate_hz)
    on_pass()
    if heard.lufs is None:
        return None
    gain_db = target_lufs - heard.lufs
    if heard.peak * factor(gain_db) > factor(ceiling_db):
        made = _Heard(
            limited(run_through(), rate_hz=rate_hz, gain_db=gain_db, ceiling_db=ceiling_db), rate_hz
        )
        gain_db += target_lufs - made.lufs if made.lufs is not None else 0.0
    on_pass()
    return gain_db


def limited(
    blocks: Iterable[Block], *, rate_hz: int, gain_db: float = 0.0, ceiling_db: float
) -> Iterator[Block]:
    """Behind a gain. The blocks are changed."""
    limiter = Limiter(Sound(rate_hz, 2), ceiling_db=ceiling_db)
    for block in blocks:
        if gain_db:
            np.multiply(block, np.float32(factor(gain_db)), out=block)
        yield from unless_empty(limiter.process(block))
    yield from unless_empty(limiter.flush())


def streaming(
    effects: Sequence[Effect], run_through: RunThroughEffects, *, rate_hz: int
) -> tuple[Effect, ...]:
    """In the place of what would need the whole sound, the gain that it would find, and a limiter."""
    settled: tuple[Effect, ...] = ()
    for effect in effects:
        if effect.is_on and effect.type == "normalize":
            settled += _levelled(effect, partial(run_through, settled), rate_hz)
        else:
            settled += (effect,)
    return settled


def unless_empty(block: Block) -> Iterator[Block]:
    if len(block):
        yield block


def _levelled(effect: Effect, run_through: RunThrough, rate_hz: int) -> tuple[Effect, ...]:
    target_lufs, ceiling_db = float(effect.values["target_lufs"]), float(effect.values["ceiling_db"])
    gain_db = levelling_db(run_through, rate_hz=rate_hz, target_lufs=target_lufs, ceiling_db=ceiling_db)
    if gain_db is None:
        return ()
    limiter = {"ceiling_db": ceiling_db, "release_ms": RELEASE_MS}
    return Effect("gain", {"gain_db": gain_db}), Effect("limiter", limiter)


class _Heard:
    """How loud it is, None for silence, and how high it goes."""

    def __init__(self, blocks: Iterable[Block], rate_hz: int) -> None:
        meter = LoudnessMeter(rate_hz, channels=2)
        first: list[Block] = []
        self.peak, frames = 0.0, 0
        for block in blocks:
            meter.feed(block)
            self.peak = max(self.peak, float(block.max()), -float(block.min()))
            if frames <= WINDOW_SECONDS * rate_hz:
                first.append(block)
            frames += len(block)
        self.lufs = meter.lufs
        if self.peak and frames <= WINDOW_SECONDS * rate_hz:  # too short for the meter
            lufs = loudness_lufs(np.concatenate(first), rate_hz)
            self.lufs = lufs if np.isfinite(lufs) else None
