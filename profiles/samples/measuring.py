"""The quality report of a sample: of what is left of it after trimming."""

import logging
from collections.abc import Callable
from typing import Any

import numpy as np
from django.db.models import Q

from common.errors import AppError, InvalidInput
from profiles.models import Sample
from profiles.samples.sound import Samples, blocks_of, span_of
from speech.audio.decode import Block
from speech.audio.quality import QualityMeter, Span
from speech.audio.quality_verdicts import VERSION, report
from speech.audio.resample import Resampler
from speech.recognition.base import RATE_HZ
from speech.recognition.voice_activity import SpeechDetector, SpeechEvent, VoiceActivity

logger = logging.getLogger(__name__)

# Pauses between words count as speech, those between sentences as pauses.
_ACTIVITY = VoiceActivity(prefix_padding_ms=100, silence_ms=300)


def measure(sample: Sample) -> bool:
    """False where it was trimmed or removed meanwhile: somebody measures that."""
    quality = measured(sample)
    same = Sample.objects.filter(
        pk=sample.pk,
        trim_start_seconds=sample.trim_start_seconds,
        trim_end_seconds=sample.trim_end_seconds,
    )
    if not same.update(quality=quality):
        return False
    sample.quality = quality
    return True


def is_measured(sample: Sample) -> bool:
    """As it is now, in the way that it is done now."""
    quality = sample.quality
    return quality.get("version") == VERSION and quality.get("span") == list(span_of(sample))


def measure_unmeasured(*, check: Callable[[], None]) -> int:
    """How many there were. One that can't be read is left for the next time."""
    stale = Sample.objects.filter(Q(quality={}) | Q(quality__version__lt=VERSION), clip__missing_at=None)
    count = 0
    for sample in stale.select_related("clip").iterator():
        check()
        try:
            count += measure(sample)
        except AppError:
            logger.warning("The sample %s could not be measured", sample.pk, exc_info=True)
    return count


def measured(sample: Sample) -> dict[str, Any]:
    meter: QualityMeter | None = None
    speech = _Speech()
    for block in blocks_of(sample):
        if meter is None:
            meter = QualityMeter(block.rate_hz, block.samples.shape[1])
        samples = _as_begun(block, meter)
        meter.feed(samples)
        speech.feed(samples.mean(axis=1, dtype=np.float32), meter.rate_hz)
    if meter is None:
        raise InvalidInput(f"There is no sound in “{sample.clip.title}”.", code="no_samples")
    return {**report(meter.result(speech.spans())), "span": list(span_of(sample))}


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
