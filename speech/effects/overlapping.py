"""Work on spectra: the sound in overlapping windows, changed, and laid over each other again."""

from collections.abc import Callable

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from speech.audio.late import fft
from speech.effects.processors import Held, InPlace
from speech.effects.spec import Block, Sound

WINDOWS_AT_ONCE = 16  # one alone costs almost as much

Spectra = NDArray[np.complex64]  # (windows, channels, frequencies)
Window = NDArray[np.float32]


class Overlapping(InPlace):
    """A window stands in the middle of every hop, from the first frame on: nothing is moved in time."""

    def __init__(
        self,
        sound: Sound,
        change: Callable[[Spectra], Spectra],
        *,
        before: Window,
        after: Window,
        hop_frames: int,
    ) -> None:
        super().__init__(sound)
        self._change = change
        self._before, self._after, self._hop = before, after, hop_frames
        self._heard = Held(sound)
        self._heard.append(sound.silence(len(before) // 2))
        self._unfinished = sound.silence(len(before))
        self._early = len(before) // 2  # frames that come out before the sound begins
        self._owed = 0
        self._finished = 0

    def process(self, block: Block) -> Block:
        return self._through(block, WINDOWS_AT_ONCE)

    def flush(self) -> Block:
        owed = self._owed
        return self._through(self.sound.silence(2 * len(self._before)), 1)[:owed]

    def _through(self, block: Block, least_windows: int) -> Block:
        self._heard.append(block)
        self._owed += len(block)
        given = self._ready(least_windows)[self._early :]
        self._early = max(0, self._early - self._finished)
        self._owed -= len(given)
        return given

    def _ready(self, least_windows: int) -> Block:
        """What no coming window will add to."""
        size, hop = len(self._before), self._hop
        windows = (self._heard.frames - size) // hop + 1
        self._finished = windows * hop if windows >= least_windows else 0
        if not self._finished:
            return self.sound.silence()
        heard = self._heard.joined()[: (windows - 1) * hop + size]
        framed = sliding_window_view(heard, size, axis=0)[::hop]
        made = fft.irfft(self._change(fft.rfft(framed * self._before)), n=size) * self._after
        self._heard.drop(self._finished)
        laid = np.concatenate([self._unfinished, self.sound.silence(self._finished)])
        for number, window in enumerate(made):
            laid[number * hop : number * hop + size] += window.T
        self._unfinished = laid[self._finished :]
        return laid[: self._finished]
