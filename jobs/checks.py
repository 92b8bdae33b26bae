"""What would make jobs run twice is refused before anything starts."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.compatibility)
def queue_hands_out_after_timeout(**_: Any) -> list[Error]:
    queue = getattr(settings, "Q_CLUSTER", {})
    timeout, retry = queue.get("timeout"), queue.get("retry", 60)
    if timeout and retry > timeout:
        return []
    return [
        Error(
            f"Q_CLUSTER hands a job out again after retry={retry} s, not above timeout={timeout} s.",
            hint="Set VOICESITE_JOB_RETRY_SECONDS above VOICESITE_JOB_TIMEOUT_SECONDS.",
            id="jobs.E001",
        )
    ]
