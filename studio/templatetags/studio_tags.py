"""What the Studio's templates ask."""

import json
from typing import Any

from django import template

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """For an attribute that a script reads."""
    return json.dumps(value)


@register.filter
def percent(share: float) -> str:
    return f"{round(100 * share)}\N{NO-BREAK SPACE}%"
