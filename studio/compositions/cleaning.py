"""What is sent of a composition beside its timeline, judged; every door comes through here."""

from collections.abc import Callable, Mapping
from typing import Any

from common.errors import InvalidInput
from speech.names import clean_name, line_of
from studio.compositions.limits import TAG_MAX_CHARACTERS, TAGS_AT_MOST
from studio.models import NAME_MAX_CHARACTERS, RATES_HZ, Composition

UNTITLED = "Untitled composition"


def clean_fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a composition, from what was sent of it; None is its default."""
    return {name: _judged(name, value) for name, value in given.items()}


def _judged(name: str, value: Any) -> Any:
    if name not in _CLEANED:
        raise InvalidInput(f"There is no parameter {name[:80]!r}.", param=name[:80], code="unknown_parameter")
    return _CLEANED[name](value)


def _name(value: Any) -> str:
    return UNTITLED if value is None else clean_name(value, of="composition", most=NAME_MAX_CHARACTERS)


def clean_version_name(value: Any) -> str:
    """Empty for none: then it is as one that was made by itself."""
    name = line_of("" if value is None else value, param="name")
    return clean_name(name, of="version", most=NAME_MAX_CHARACTERS) if name else ""


def _sample_rate(value: Any) -> int:
    if value is None:
        return int(Composition._meta.get_field("sample_rate_hz").default)
    if isinstance(value, bool) or not isinstance(value, int) or value not in RATES_HZ:
        raise InvalidInput(f"Send one of {', '.join(map(str, RATES_HZ))}.", param="sample_rate_hz")
    return value


def _tags(value: Any) -> list[str]:
    """Each once, in the order that they were given in."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise InvalidInput("Send tags as a list of strings.", param="tags")
    if len(value) > TAGS_AT_MOST:
        raise InvalidInput(
            f"{TAGS_AT_MOST} tags are the most for one composition.", param="tags", code="too_many_tags"
        )
    return list(dict.fromkeys(_tag(each, f"tags[{number}]") for number, each in enumerate(value)))


def _tag(value: Any, param: str) -> str:
    tag = line_of(value, param=param)
    if not 0 < len(tag) <= TAG_MAX_CHARACTERS:
        raise InvalidInput(f"A tag has 1 to {TAG_MAX_CHARACTERS} characters.", param=param)
    return tag


_CLEANED: Mapping[str, Callable[[Any], Any]] = {
    "name": _name,
    "sample_rate_hz": _sample_rate,
    "tags": _tags,
}
