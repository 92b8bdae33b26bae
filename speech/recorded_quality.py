"""What a recording of a voice is like, with where somebody speaks in it."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from speech.audio.decode import Block
from speech.audio.quality import Quality, QualityMeter, Span
from speech.audio.resample import Resampler
from speech.recognition.base import RATE_HZ
from speech.recognition.voice_activity import SpeechDetector, SpeechEvent, VoiceActivity

Samples = NDArray[np.float32]
# Pauses between words count as speech, those between sentences as pauses.
_ACTIVITY = VoiceActivity(prefix_padding_ms=100, silence_ms=300)


def quality_of(blocks: Iterable[Block]) -> Quality | None:
    """None where there is no sound."""
    meter: QualityMeter | None = None
    speech = _Speech()
    for block in blocks:
        if meter is None:
            meter = QualityMeter(block.rate_hz, block.samples.shape[1])
        samples = _as_begun(block, meter)
        meter.feed(samples)
        speech.feed(samples.mean(axis=1, dtype=np.float32), meter.rate_hz)
    return meter.result(speech.spans()) if meter else None


def _as_begun(block: Block, meter: QualityMeter) -> Samples:
    """A file may change its rate or its channels on the way; it is measured as what it began with."""
    samples = block.samples
    if block.rate_hz == meter.rate_hz and samples.shape[1] == meter.channels:
        return samples
    mix = samples.mean(axis=1, dtype=np.float32)
    resampler = Resampler(block.rate_hz, meter.rate_hz)
    mix = np.concatenate([resampler.feed(mix), resampler.finish()])
    return np.repeat(mix[:, None], meter.channels, axis=1)


class _Speech:
    """Where somebody speaks in sound of one rate."""

    def __init__(self) -> None:
        self._detector = SpeechDetector(_ACTIVITY)
        self._resampler: Resampler | None = None
        self._events: list[SpeechEvent] = []

    def feed(self, mix: Samples, rate_hz: int) -> None:
        if self._resampler is None:
            self._resampler = Resampler(rate_hz, RATE_HZ)
        self._events += self._detector.feed(self._resampler.feed(mix))

    def spans(self) -> list[Span]:
        if self._resampler is not None:
            self._events += self._detector.feed(self._resampler.finish())
        self._events += self._detector.flush()
        seconds = [event.seconds for event in self._events]
        return list(zip(seconds[::2], seconds[1::2], strict=True))
