"""The quality report of a sample: of what is left of it after trimming."""

import logging
from collections.abc import Callable
from typing import Any

from django.db.models import Q

from common.errors import AppError, InvalidInput
from profiles.models import Sample
from profiles.samples.sound import blocks_of, span_of
from speech.audio.quality_verdicts import VERSION, report
from speech.recorded_quality import quality_of

logger = logging.getLogger(__name__)


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
    quality = quality_of(blocks_of(sample))
    if quality is None:
        raise InvalidInput(f"There is no sound in “{sample.clip.title}”.", code="no_samples")
    return {**report(quality), "span": list(span_of(sample))}
