"""What a page's form sent of a conversation or of a turn, as its services take it. What is left out stays."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.http import QueryDict

from common.errors import InvalidInput
from common.htmx import PageRequest
from common.revisions import expected_revision


def turn_fields(posted: QueryDict) -> dict[str, Any]:
    return _read(posted, _OF_TURN)


def settings_fields(posted: QueryDict) -> dict[str, Any]:
    return _read(posted, _OF_CONVERSATION)


def revision_seen(request: PageRequest) -> int | None:
    """As a script's header says; a form without one has it among its fields."""
    seen = expected_revision(request)
    field = request.POST.get("revision", "")
    return int(field) if seen is None and field.isascii() and field.isdigit() and len(field) < 10 else seen


def position_in(posted: QueryDict) -> int:
    return int(_whole(posted.get("position", "1"), "position") or 1)


def _read(posted: QueryDict, fields: Mapping[str, Callable[[str, str], Any]]) -> dict[str, Any]:
    return {name: read(posted.get(name, ""), name) for name, read in fields.items() if name in posted}


def _text(value: str, param: str) -> str:
    return value.replace("\r\n", "\n")


def _or_none(value: str, param: str) -> str | None:
    return value or None


def _is_ticked(value: str, param: str) -> bool:
    return value == "on"


def _whole(value: str, param: str) -> int | None:
    number = _number(value, param)
    if number is None or number.is_integer():
        return None if number is None else int(number)
    raise InvalidInput("Write a whole number.", param=param)


def _number(value: str, param: str) -> float | None:
    text = value.strip().replace(",", ".")
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        raise InvalidInput(f"“{value[:20]}” is no number.", param=param) from None
    if abs(number) < 1e9:  # not NaN, not infinite
        return number
    raise InvalidInput("That number is out of range.", param=param)


def _chain(value: str, param: str) -> Any:
    try:
        return json.loads(value) if value.strip() else None
    except (ValueError, RecursionError):
        raise InvalidInput("The effects are no JSON.", param=param) from None


_OF_TURN = {
    "speaker": _text,
    "profile_id": _or_none,
    "text": _text,
    "gap_ms": _whole,
    "effects": _chain,
}
_OF_CONVERSATION = {
    "name": _text,
    "gap_ms": _whole,
    "sample_rate_hz": _whole,
    "levels_speakers": _is_ticked,
    "target_lufs": _number,
    "room_tone_db": _number,
}
