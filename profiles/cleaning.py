"""What people, programs and archives send of a voice profile, judged; every door comes through here."""

import math
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from common.errors import InvalidInput, NotFound
from profiles.models import NAME_MAX_CHARACTERS, NOTE_MAX_CHARACTERS, Profile
from profiles.speaking import clean_voice
from speech.audio.formats import FORMATS
from speech.effect_chains import chain_of
from speech.effects import as_json
from speech.engines.checks import LARGEST_SEED
from speech.engines.languages import canonical_tag
from speech.fields import BLEND_CHARACTERS, NAME_CHARACTERS
from speech.lexicons.access import lexicon_for
from speech.models import Lexicon
from speech.names import clean_language, clean_name, folded, line_of, require_short, text_of
from speech.text.passages import FASTEST, SLOWEST

# What decides how it sounds is judged together: a voice alone may be right, and wrong for its engine.
SPOKEN = ("backend", "model", "voice", "language", "speed", "blend", "seed")
DEFAULTS: Mapping[str, Any] = {
    "note": "",
    "model": "",
    "language": "",
    "speed": 1.0,
    "format": "mp3",
    "blend": "",
    "effects": [],
    "lexicon": None,
    "seed": None,
}


def clean_fields(owner: Any, *, before: Profile | None = None, **given: Any) -> dict[str, Any]:
    """Columns of a profile, from what was sent of it; None is its default.

    `before`: what is left out is as it is there, and is not judged again unless something beside it changes.
    """
    if before is not None and given.get("effects") == before.effects:
        del given["effects"]  # to keep those there are is no matter of whether effects are turned on
    known = {name: clean(given[name]) for name, clean in _CLEANED.items() if name in given}
    if "lexicon_id" in given:
        known["lexicon"] = clean_lexicon(owner, given["lexicon_id"])
    _require_known(given)
    if before is None:
        known = {**DEFAULTS, "name": _name(given.get("name", "")), **known}
    if "name" in known:
        known["name_folded"] = folded(known["name"])
    return known | _spoken(owner, known, before)


def _spoken(owner: Any, known: Mapping[str, Any], before: Profile | None) -> dict[str, Any]:
    whole: dict[str, Any] = {
        name: known[name] if name in known else getattr(before, name, "") for name in SPOKEN
    }
    if before is not None and all(getattr(before, name) == value for name, value in whole.items()):
        return {}
    if before is not None:
        whole |= {name: "" for name in _outdated(whole, before) if name not in known}
    return clean_voice(owner, **whole)


def _outdated(whole: Mapping[str, Any], before: Profile) -> set[str]:
    """What was said of the voice before is not meant of the one that takes its place."""
    if whole["backend"] != before.backend:
        return {"blend", "model"}
    return {"blend"} if whole["voice"] != before.voice else set()


def clean_lexicon(owner: Any, lexicon_id: Any) -> Lexicon | None:
    if lexicon_id in (None, ""):
        return None
    try:
        return lexicon_for(owner, clean_id(lexicon_id, param="lexicon_id"))
    except NotFound as error:
        raise NotFound(error.message, param="lexicon_id", code="lexicon_not_found") from None


def _require_known(given: Mapping[str, Any]) -> None:
    for name in given:
        if name not in _CLEANED and name != "lexicon_id":
            raise InvalidInput(
                f"There is no parameter {name[:80]!r}.", param=name[:80], code="unknown_parameter"
            )


def _name(value: Any) -> str:
    return clean_name(value, of="profile", most=NAME_MAX_CHARACTERS)


def _note(value: Any) -> str:
    return require_short(text_of(value or "", param="note"), most=NOTE_MAX_CHARACTERS)


def _language(value: Any) -> str:
    code = clean_language("" if value is None else value)
    return code and canonical_tag(value.strip())


def _line(param: str, most: int) -> Callable[[Any], str]:
    def clean(value: Any) -> str:
        line = line_of("" if value is None else value, param=param)
        if len(line) > most:
            raise InvalidInput(f"{most:,} characters are the most here.", param=param)
        return line

    return clean


def _speed(value: Any) -> float:
    if value is None:
        return float(DEFAULTS["speed"])
    if isinstance(value, bool) or not isinstance(value, int | float) or not SLOWEST <= value <= FASTEST:
        raise InvalidInput(f"Send a number from {SLOWEST:g} to {FASTEST:g}.", param="speed")
    return float(value)


def _seed(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_SEED:
        raise InvalidInput(f"Send a whole number from 0 to {LARGEST_SEED:,}.", param="seed")
    return value


def _format(value: Any) -> str:
    if value is None:
        return str(DEFAULTS["format"])
    if not isinstance(value, str) or value not in FORMATS:
        raise InvalidInput(f"Send one of {', '.join(FORMATS)}.", param="format", code="unknown_format")
    return value


def _effects(value: Any) -> list[dict[str, Any]]:
    return as_json(chain_of(value))


def _match(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict) or not _is_finite(value):
        raise InvalidInput("Send a JSON object, with numbers that are some.", param="match")
    return value


def _is_finite(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_finite(inner) for key, inner in value.items())
    if isinstance(value, list | tuple):
        return all(map(_is_finite, value))
    return not isinstance(value, float) or math.isfinite(value)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidInput("Send true or false.", param="is_default")
    return value


def clean_id(value: Any, *, param: str) -> uuid.UUID:
    if isinstance(value, uuid.UUID):
        return value
    try:
        return uuid.UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise InvalidInput("Send an id, as a string.", param=param) from None


_CLEANED: Mapping[str, Callable[[Any], Any]] = {
    "name": _name,
    "note": _note,
    "backend": _line("backend", NAME_CHARACTERS),
    "model": _line("model", NAME_CHARACTERS),
    "voice": _line("voice", BLEND_CHARACTERS),
    "language": _language,
    "speed": _speed,
    "format": _format,
    "blend": _line("blend", BLEND_CHARACTERS),
    "effects": _effects,
    "seed": _seed,
    "match": _match,
    "is_default": _truth,
}
