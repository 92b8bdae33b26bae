"""What the Studio's templates ask."""

import json
from typing import Any

from django import template

from studio.conversations.exports.services import EXPORT_FORMATS, ExportFormat

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """For an attribute that a script reads."""
    return json.dumps(value)


@register.filter
def percent(share: float) -> str:
    return f"{round(100 * share)}\N{NO-BREAK SPACE}%"


@register.simple_tag
def export_formats() -> list[tuple[str, ExportFormat]]:
    return list(EXPORT_FORMATS.items())
