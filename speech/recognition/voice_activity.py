"""Where somebody speaks: Silero's model, run over sound as it comes, in constant memory."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.recognition.base import RATE_HZ, Samples

WINDOW = 512  # frames: what the model judges at once
_CONTEXT = 64  # frames before a window that it sees, too
_WINDOWS_AT_ONCE = 256
_STATE_SIZE = 128
_LEAST_SPEECH_WINDOWS = 3  # a click is shorter, the shortest word is not
_HYSTERESIS = 0.15  # speech goes on until it is this much less sure than where it began


@dataclass(frozen=True)
class VoiceActivity:
    """How sure it must be, what is kept before a word, and how long a silence ends a stretch of speech."""

    threshold: float = 0.5
    prefix_padding_ms: int = 300
    silence_ms: int = 500


USUAL_ACTIVITY = VoiceActivity()


@dataclass(frozen=True)
class SpeechStarted:
    """`frame` is where, with the padding before it; it is told some windows later."""

    frame: int

    @property
    def seconds(self) -> float:
        return self.frame / RATE_HZ


@dataclass(frozen=True)
class SpeechStopped:
    """`frame` is where the last word ended; it is told once the silence after it is long enough."""

    frame: int

    @property
    def seconds(self) -> float:
        return self.frame / RATE_HZ


SpeechEvent = SpeechStarted | SpeechStopped


class SpeechDetector:
    """One stream of sound. Starts and stops alternate, in order; frames count from its beginning.

    The same sound gives the same events, whatever pieces it is fed in.
    """

    def __init__(self, activity: VoiceActivity = USUAL_ACTIVITY) -> None:
        self._threshold = activity.threshold
        self._still_speech = max(activity.threshold - _HYSTERESIS, 0.01)
        self._padding = activity.prefix_padding_ms * RATE_HZ // 1000
        self._silence = max(WINDOW, activity.silence_ms * RATE_HZ // 1000)
        self._model = _Model()
        self._pending: Samples = np.zeros(0, np.float32)
        self._judged = 0  # frames
        self._began: int | None = None  # where what may be speech began
        self._speech_windows = 0
        self._quiet_from: int | None = None
        self._last_stop = 0
        self.is_speaking = False

    @property
    def frames(self) -> int:
        """Fed so far."""
        return self._judged + len(self._pending)

    @property
    def lookback_frames(self) -> int:
        """No start is told that lies further back than this from the frames fed: what must be kept."""
        return self._padding + _LEAST_SPEECH_WINDOWS * (self._silence + WINDOW) + WINDOW

    @property
    def quiet_from(self) -> int | None:
        """While somebody speaks: where the pause began that may be their end."""
        return self._quiet_from if self.is_speaking else None

    def feed(self, samples: Samples) -> list[SpeechEvent]:
        """Mono, 16 kHz. What these frames, and those before them, show."""
        self._pending = np.concatenate([self._pending, samples])
        whole = len(self._pending) // WINDOW * WINDOW
        windows, self._pending = self._pending[:whole], self._pending[whole:]
        return self._judge(windows)

    def flush(self) -> list[SpeechEvent]:
        """There is no more: what is still spoken ends here."""
        end = self.frames
        rest = np.pad(self._pending, (0, -len(self._pending) % WINDOW))
        self._pending = np.zeros(0, np.float32)
        events = self._judge(rest)
        if self.is_speaking:
            events.append(self._stop(end if self._quiet_from is None else self._quiet_from))
        self._judged = end
        return events

    def _judge(self, windows: Samples) -> list[SpeechEvent]:
        events: list[SpeechEvent] = []
        for sureness in self._model.sureness(windows):
            event = self._heard(float(sureness))
            self._judged += WINDOW
            if event is not None:
                events.append(event)
        return events

    def _heard(self, sureness: float) -> SpeechEvent | None:
        """What the window that begins at `_judged` shows."""
        if sureness >= self._threshold:
            self._quiet_from = None
            self._speech_windows += 1
            if self._began is None:
                self._began = self._judged
            return self._start() if self._is_start() else None
        if self._began is not None and (sureness < self._still_speech or not self.is_speaking):
            return self._quiet()
        return None

    def _is_start(self) -> bool:
        return not self.is_speaking and self._speech_windows >= _LEAST_SPEECH_WINDOWS

    def _start(self) -> SpeechStarted:
        self.is_speaking = True
        return SpeechStarted(max(self._last_stop, (self._began or 0) - self._padding))

    def _quiet(self) -> SpeechStopped | None:
        if self._quiet_from is None:
            self._quiet_from = self._judged
        if self._judged + WINDOW - self._quiet_from < self._silence:
            return None
        if self.is_speaking:
            return self._stop(self._quiet_from)
        self._forget()
        return None

    def _stop(self, frame: int) -> SpeechStopped:
        self.is_speaking, self._last_stop = False, frame
        self._forget()
        return SpeechStopped(frame)

    def _forget(self) -> None:
        self._began, self._quiet_from, self._speech_windows = None, None, 0


class _Model:
    """The network with what it remembers of one stream."""

    def __init__(self) -> None:
        self._session = _session()
        self._state = [np.zeros((1, 1, _STATE_SIZE), np.float32) for _ in range(2)]
        self._context = np.zeros(_CONTEXT, np.float32)

    def sureness(self, samples: Samples) -> NDArray[np.float32]:
        """Of each window that somebody speaks in it, 0 to 1."""
        found = [np.zeros(0, np.float32)]
        for start in range(0, len(samples), WINDOW * _WINDOWS_AT_ONCE):
            found.append(self._run(samples[start : start + WINDOW * _WINDOWS_AT_ONCE]))
        return np.concatenate(found)

    def _run(self, samples: Samples) -> NDArray[np.float32]:
        seen = np.concatenate([self._context, samples])
        self._context = seen[-_CONTEXT:]
        starts = range(0, len(samples), WINDOW)
        windows = np.stack([seen[start : start + _CONTEXT + WINDOW] for start in starts])
        sureness, *self._state = self._session.run(
            None, {"input": windows, "h": self._state[0], "c": self._state[1]}
        )
        found: NDArray[np.float32] = sureness.reshape(-1)
        return found


@cache
def _session() -> Any:
    """Shared by all streams: it remembers nothing itself."""
    import onnxruntime
    from faster_whisper.utils import get_assets_path

    options = onnxruntime.SessionOptions()
    # One thread is as fast as any number here, and leaves the others to the recogniser.
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    [model] = Path(get_assets_path()).glob("silero_vad*.onnx")
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
