"""Nothing before the first word, nothing after the last."""

import numpy as np
from numpy.typing import NDArray

from speech.effects.gain import factor
from speech.effects.processors import Held, InPlace
from speech.effects.spec import Block, EffectSpec, Sound, Values, number, truth

STEP_SECONDS = 0.01


class Trim(InPlace):
    """Listens by hundredths of a second. Silence waits until something follows it: then it was a pause.

    A sound that is silent throughout stays: there is no word to trim to.
    """

    def __init__(
        self, sound: Sound, *, threshold_db: float, keep_seconds: float, at_start: bool, at_end: bool
    ) -> None:
        super().__init__(sound)
        self._power = factor(threshold_db) ** 2
        self._keep = sound.frames(keep_seconds)
        self._at_start, self._at_end = at_start, at_end
        self._step = max(1, sound.frames(STEP_SECONDS))
        self._unheard = Held(sound)  # not yet a whole step
        self._waiting = Held(sound)
        self._may_go = 0  # of those that wait, what follows the last sound closely enough to stay
        self._removed: int | None = None  # at the start; None until there is a sound
        self._given = 0
        self._is_over = False

    def process(self, block: Block) -> Block:
        self._unheard.append(block)
        whole = self._unheard.frames // self._step * self._step
        return self._heard(self._unheard.take(whole)) if whole else self.sound.silence()

    def flush(self) -> Block:
        given = self._heard(self._unheard.take(self._unheard.frames))
        self._is_over = True
        if self._removed is None:
            self._removed = 0
            self._may_go = self._waiting.frames
        elif not self._at_end:
            self._may_go = self._waiting.frames
        return np.concatenate([given, self._go()])

    def at(self, seconds: float) -> float:
        moved = max(0.0, seconds - (self._removed or 0) / self.sound.rate_hz)
        return min(moved, self._given / self.sound.rate_hz) if self._is_over else moved

    def _heard(self, block: Block) -> Block:
        if not len(block):
            return block
        waited = self._waiting.frames
        self._waiting.append(block)
        loud = np.flatnonzero(self._powers(block) > self._power)
        if len(loud):
            first = waited + int(loud[0]) * self._step
            last = waited + min((int(loud[-1]) + 1) * self._step, len(block))
            self._begin(first)
            self._may_go = last - (waited + len(block)) + self._waiting.frames + self._keep
        return self._go()

    def _begin(self, first: int) -> None:
        if self._removed is None:
            self._removed = max(0, first - self._keep) if self._at_start else 0
            self._waiting.drop(self._removed)

    def _go(self) -> Block:
        going = min(self._may_go, self._waiting.frames)
        if not going:
            return self.sound.silence()
        self._may_go -= going
        self._given += going
        return self._waiting.take(going)

    def _powers(self, block: Block) -> NDArray[np.float64]:
        """Of each step; the last may be shorter."""
        starts = np.arange(0, len(block), self._step)
        sums = np.add.reduceat(np.square(block, dtype=np.float64).mean(axis=1), starts)
        powers: NDArray[np.float64] = sums / np.diff(np.append(starts, len(block)))
        return powers


def _make(values: Values, sound: Sound) -> Trim:
    return Trim(
        sound,
        threshold_db=float(values["threshold_db"]),
        keep_seconds=float(values["keep_ms"]) / 1000,
        at_start=bool(values["start"]),
        at_end=bool(values["end"]),
    )


TRIM_SILENCE = EffectSpec(
    type="trim_silence",
    label="Trim silence",
    description="Takes away the silence at both ends. Pauses within stay.",
    group="clean",
    parameters=(
        number(
            "threshold_db",
            "Threshold",
            -90,
            -10,
            default=-50,
            step=1,
            unit="dB",
            description="What is softer counts as silence.",
        ),
        number("keep_ms", "Keep", 0, 2_000, default=50, step=10, unit="ms", description="What stays of it."),
        truth("start", "At the start", default=True),
        truth("end", "At the end", default=True),
    ),
    streams=True,
    make=_make,
)
