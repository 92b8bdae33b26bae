"""Small questions that the jobs' templates ask."""

from collections.abc import Iterable

from django import template

from jobs.models import Job, State

register = template.Library()
_TONES = {
    State.QUEUED: "",
    State.RUNNING: "badge--accent",
    State.DONE: "badge--good",
    State.FAILED: "badge--bad",
    State.CANCELLED: "badge--warn",
}


@register.filter
def any_active(jobs: Iterable[Job]) -> bool:
    return any(job.is_active for job in jobs)


@register.filter
def badge_tone(state: str) -> str:
    return _TONES[State(state)]


@register.filter
def as_duration(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
