"""A passage without the silence at its ends, fading in and out: block by block."""

import numpy as np
from numpy.typing import NDArray

from speech.audio.silence import sounding_span

Block = NDArray[np.float32]

LEAD_SECONDS = 0.02
TAIL_SECONDS = 0.04
FADE_SECONDS = 0.005
# Silence at the end is held until it is known to be the end. Longer than this it is let through.
HELD_SECONDS = 2.0


class EdgeTrimmer:
    """For one passage. What comes out does not depend on how it was cut into blocks."""

    def __init__(self, rate_hz: int) -> None:
        self._lead, self._tail = round(LEAD_SECONDS * rate_hz), round(TAIL_SECONDS * rate_hz)
        self._fade, self._held = round(FADE_SECONDS * rate_hz), round(HELD_SECONDS * rate_hz)
        self._pending = np.zeros(0, np.float32)
        self._sounding_end = 0  # within `_pending`, the frame after the last that sounds; may be negative
        self._has_begun = False
        self._faded_in = 0
        self.dropped_frames = 0  # before the sound; all there were, where there was none

    def feed(self, block: Block) -> Block:
        offset = len(self._pending)
        self._pending = np.concatenate([self._pending, block])
        start, end = sounding_span(block)
        if not self._has_begun:
            self._begin(offset + start, has_sound=end > 0)
            offset = len(self._pending) - len(block)
        if end:
            self._sounding_end = offset + end
        return self._take(self._certain()) if self._has_begun else self._pending[:0]

    def finish(self) -> Block:
        if not self._has_begun:
            self.dropped_frames += len(self._pending)
            return self._pending[:0]
        last = self._take(max(0, min(len(self._pending), self._sounding_end + self._tail)))
        fade = min(self._fade, len(last))
        last[len(last) - fade :] *= np.linspace(1, 0, fade, endpoint=True, dtype=np.float32)
        return last

    def _begin(self, first: int, *, has_sound: bool) -> None:
        """Drop what is before the sound, but for its lead."""
        keep_from = first - self._lead if has_sound else len(self._pending) - self._lead
        self._pending = self._pending[max(0, keep_from) :]
        self.dropped_frames += max(0, keep_from)
        self._has_begun = has_sound

    def _certain(self) -> int:
        """Frames that are no part of the end, whatever follows."""
        total = len(self._pending)
        return max(0, min(self._sounding_end, total - self._fade), total - self._held)

    def _take(self, frames: int) -> Block:
        taken, self._pending = self._pending[:frames].copy(), self._pending[frames:]
        self._sounding_end -= frames
        self._fade_in(taken)
        return taken

    def _fade_in(self, taken: Block) -> None:
        if self._faded_in < self._fade:
            ramp = np.arange(self._faded_in, self._fade, dtype=np.float32)[: len(taken)] / self._fade
            taken[: len(ramp)] *= ramp
            self._faded_in += len(ramp)
