"""Which items are asked for, as an address names them."""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from common.errors import InvalidInput
from common.parsers import require_known
from dictation.items.cleaning import clean_tag, locale_of
from dictation.models import EASIEST, HARDEST, LOCALE_MAX_CHARACTERS, TAGS_AT_MOST, AudioState
from speech.names import line_of

SEARCH_MAX_CHARACTERS = 200
IDS_AT_MOST = 200
NEWEST = "newest"
SORTS = (NEWEST, "oldest", "text", "easiest", "hardest", "due", "practised", "worst")
_TRUTHS = {"true": True, "false": False}
_LEVELS = re.compile(r"([0-9]{1,3})(?:\.\.([0-9]{1,3}))?")


@dataclass(frozen=True, kw_only=True)
class ItemFilters:
    """Which items, of all that a person may have. Empty is all the same to it."""

    locale: str = ""  # a language alone is all of its regions
    tags: tuple[str, ...] = ()  # all of them
    difficulty: tuple[int, int] | None = None  # both ends are in it
    is_practised: bool | None = None
    is_due: bool | None = None
    is_missed: bool = False  # with a word in the notebook; no address asks for it
    state: str = ""
    search: str = ""
    list_id: uuid.UUID | None = None
    ids: tuple[uuid.UUID, ...] = ()
    sort: str = NEWEST


def filters_of(params: Mapping[str, Any]) -> ItemFilters:
    """Of a query, a form or a mapping. What is empty asks for nothing; what it does not know it leaves alone:
    see `require_known_filters`."""
    _require_one_spelling(params)
    found = {}
    for name, (field, read) in _READ.items():
        sent = [value for value in _values(params, name) if not isinstance(value, str) or value.strip()]
        if sent and name in _REPEATABLE:
            found[field] = read(sent, name)
        elif sent:
            found[field] = read(_single(sent, name), name)
    return ItemFilters(**found)


def require_known_filters(params: Mapping[str, Any], *, also: tuple[str, ...] = ()) -> None:
    """A filter that is spelled wrong would else give everything."""
    require_known(params, {*_READ, *also})


def _values(params: Mapping[str, Any], name: str) -> list[Any]:
    if hasattr(params, "getlist"):
        return list(params.getlist(name))
    value = params.get(name)
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _single(sent: list[Any], name: str) -> str:
    if len(sent) > 1:
        raise InvalidInput(f"{name} is there {len(sent)} times; send it once.", param=name)
    return line_of(sent[0], param=name)


def _require_one_spelling(params: Mapping[str, Any]) -> None:
    if _values(params, "practised") and _values(params, "practiced"):
        raise InvalidInput("Send practised or practiced, not both.", param="practiced")


def _locale(sent: str, name: str) -> str:
    tag = locale_of(sent, param=name)
    if len(tag) > LOCALE_MAX_CHARACTERS:
        raise InvalidInput(f"A language has {LOCALE_MAX_CHARACTERS} characters at most.", param=name)
    return tag


def _parts(sent: list[Any], name: str) -> list[str]:
    """`?tags=news,sport` and `?tags=news&tags=sport` are the same."""
    return [part for value in sent for part in line_of(value, param=name).split(",") if part.strip()]


def _tags(sent: list[Any], name: str) -> tuple[str, ...]:
    parts = _parts(sent, name)
    if len(parts) > TAGS_AT_MOST:
        raise InvalidInput(f"{TAGS_AT_MOST} tags are the most here.", param=name)
    return tuple(dict.fromkeys(clean_tag(part, param=name) for part in parts))


def _difficulty(sent: str, name: str) -> tuple[int, int]:
    match = _LEVELS.fullmatch(sent)
    least = int(match[1]) if match else 0
    most = int(match[2] or match[1]) if match else 0
    if not EASIEST <= least <= most <= HARDEST:
        raise InvalidInput(
            f"{name} must be a level from {EASIEST} to {HARDEST}, or two such as 2..4, the easier one first.",
            param=name,
        )
    return least, most


def _truth(sent: str, name: str) -> bool:
    if sent.lower() not in _TRUTHS:
        raise InvalidInput(f"{name} must be true or false.", param=name)
    return _TRUTHS[sent.lower()]


def _one_of(choices: tuple[str, ...]) -> Callable[[str, str], str]:
    def read(sent: str, name: str) -> str:
        if sent not in choices:
            raise InvalidInput(f"{name} must be one of {', '.join(choices)}.", param=name)
        return sent

    return read


def _search(sent: str, name: str) -> str:
    if len(sent) > SEARCH_MAX_CHARACTERS:
        raise InvalidInput(f"Search for {SEARCH_MAX_CHARACTERS} characters at most.", param=name)
    return sent


def _ids(sent: list[Any], name: str) -> tuple[uuid.UUID, ...]:
    parts = _parts(sent, name)
    if len(parts) > IDS_AT_MOST:
        raise InvalidInput(f"{IDS_AT_MOST} ids are the most here.", param=name)
    return tuple(id_sent(part.strip(), name) for part in parts)


def id_sent(sent: Any, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(sent)
    except (ValueError, TypeError, AttributeError):
        raise InvalidInput(f"{name} takes ids, as an answer has them.", param=name) from None


_REPEATABLE = {"tags", "ids"}
_READ: Mapping[str, tuple[str, Callable[[Any, str], Any]]] = {
    "locale": ("locale", _locale),
    "tags": ("tags", _tags),
    "difficulty": ("difficulty", _difficulty),
    "practised": ("is_practised", _truth),
    "practiced": ("is_practised", _truth),
    "due": ("is_due", _truth),
    "tts_status": ("state", _one_of(tuple(AudioState.values))),
    "search": ("search", _search),
    "list": ("list_id", id_sent),
    "ids": ("ids", _ids),
    "sort": ("sort", _one_of(SORTS)),
}
