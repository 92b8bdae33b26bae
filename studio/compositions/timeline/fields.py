"""The values of a document, each judged by itself. `at` is the place of the object that they are in."""

import re
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from common.errors import InvalidInput
from speech.effects.refused_values import SHOWN_CHARACTERS, kind, printable, shown
from speech.names import line_of
from studio.compositions.timeline.limits import ID_MAX_CHARACTERS
from studio.models import NAME_MAX_CHARACTERS

_ID = re.compile(rf"[A-Za-z0-9_-]{{1,{ID_MAX_CHARACTERS}}}")


def within(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


def object_of(value: object, at: str, *, of: str, names: Collection[str]) -> Mapping[str, Any]:
    """A mapping with no other keys than `names`: a name misspelt is told, not left out."""
    if not isinstance(value, Mapping):
        raise InvalidInput(f"A {of} must be an object, not {kind(value)}.", param=at or of)
    for name in value:
        if name not in names:
            misspelt = printable(str(name))
            raise InvalidInput(
                f"A {of} has no “{misspelt}”. Allowed are {', '.join(names)}.",
                param=within(at, misspelt),
                code="unknown_parameter",
            )
    return value


def list_of(value: object, at: str, *, of: str, most: int) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise InvalidInput(f"The {of} must be a list, not {kind(value)}.", param=at)
    if len(value) > most:
        raise InvalidInput(
            f"These are {len(value):,} {of}; {most:,} are the most.", param=at, code=f"too_many_{of}"
        )
    return list(value)


def text_in(given: Mapping[str, Any], name: str, at: str) -> str:
    value = given.get(name)
    text = line_of("" if value is None else value, param=within(at, name))
    if len(text) > NAME_MAX_CHARACTERS:
        raise InvalidInput(f"A name has {NAME_MAX_CHARACTERS} characters at most.", param=within(at, name))
    return text


def id_in(given: Mapping[str, Any], name: str, at: str) -> str:
    value = given.get(name)
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise InvalidInput(
        f"{name} must be 1 to {ID_MAX_CHARACTERS} letters, digits, _ and -, not {shown(value)}.",
        param=within(at, name),
        code="invalid_id",
    )


def uuid_in(given: Mapping[str, Any], name: str, at: str) -> UUID:
    try:
        return UUID(_id_text(given.get(name)))
    except ValueError:
        raise InvalidInput(
            f"{name} must be an id such as 6f1c4c1e-0b8a-4b7e-9a55-2f0d6c1b7a10, not "
            f"{shown(given.get(name))}.",
            param=within(at, name),
            code="invalid_id",
        ) from None


def truth_in(given: Mapping[str, Any], name: str, at: str) -> bool:
    value = given.get(name, False)
    if not isinstance(value, bool):
        raise InvalidInput(f"{name} must be true or false, not {shown(value)}.", param=within(at, name))
    return value


def number_in(
    given: Mapping[str, Any], name: str, at: str, bounds: tuple[float, float], *, default: float
) -> float:
    value = given.get(name, default)
    least, most = bounds
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    # NaN is in no range; whole numbers are compared before they are made floats, which huge ones can't be.
    if not is_number or not least <= value <= most:
        raise InvalidInput(
            f"{name} must be a number from {least:g} to {most:g}, not {shown(value)}.",
            param=within(at, name),
        )
    return float(value) + 0.0  # no -0.0: one value has one way to be written


def frames_in(
    given: Mapping[str, Any], name: str, at: str, *, most: int, least: int = 0, default: int = 0
) -> int:
    value = given.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise InvalidInput(
            f"{name} must be a whole number of frames from {least:,} to {most:,}, not {shown(value)}.",
            param=within(at, name),
        )
    return value


def one_of(given: Mapping[str, Any], name: str, at: str, allowed: Collection[str]) -> Any:
    value = given.get(name)
    if not isinstance(value, str) or value not in allowed:
        raise InvalidInput(
            f"{name} must be one of {', '.join(allowed)}, not {shown(value)}.", param=within(at, name)
        )
    return value


def _id_text(value: object) -> str:
    """Empty, which is no id, for what is not even the text of one."""
    if isinstance(value, UUID):
        return str(value)
    return value if isinstance(value, str) and len(value) <= SHOWN_CHARACTERS else ""
