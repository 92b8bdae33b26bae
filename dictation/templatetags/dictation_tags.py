from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.timesince import timeuntil

from dictation.words import spaced

register = template.Library()


@register.filter
def in_words(text: str) -> list[str]:
    return text.split()


@register.filter
def is_spaced(text: str) -> bool:
    """Whether its words are parted by spaces when they are shown one by one."""
    return spaced(text)


@register.filter
def hidden(text: str) -> str:
    """As long as it is, and no more told of it."""
    return "•" * len(text)


@register.filter
def has_gaps(alignment: list[dict[str, Any]]) -> bool:
    """Whether there is something right in it that was not written."""
    return any(step["expected"] and step["op"] != "equal" for step in alignment)


@register.filter
def roughly_until(moment: datetime) -> str:
    """`in 3 days`: hours more or less do not matter then."""
    is_soon = moment - timezone.now() < timedelta(minutes=1)
    return "in a moment" if is_soon else f"in {timeuntil(moment, depth=1)}"
