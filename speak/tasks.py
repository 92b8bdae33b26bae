"""Background work of this app."""

from typing import Any

from jobs.registry import job_kind
from jobs.run import JobRun
from speak.long_text_making import LongTextMaking
from speak.long_texts import KIND


@job_kind(KIND, title="Speak a long text", attempts=5)
def speak_long_text(run: JobRun) -> dict[str, Any]:
    """Chapters that are spoken are not spoken again, however often it begins anew."""
    return LongTextMaking(run).make()
