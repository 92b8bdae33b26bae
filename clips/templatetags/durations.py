"""Lengths of audio as players show them."""

from django import template

register = template.Library()


@register.filter
def duration(seconds: float | None) -> str:
    """`0:07`, `12:05`, `1:02:03`; below a second with tenths."""
    if seconds is None:
        return ""
    if seconds < 1:
        return f"{max(seconds, 0.1):.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
