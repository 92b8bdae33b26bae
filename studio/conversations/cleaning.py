"""What is sent of a conversation and of a turn, judged; every door comes through here."""

from collections.abc import Callable, Mapping
from typing import Any

from common.errors import InvalidInput
from speech.effect_chains import chain_of
from speech.effects import as_json
from speech.names import clean_name, line_of, text_of
from studio.models import (
    LONGEST_GAP_MS,
    LOUDEST_LUFS,
    LOUDEST_ROOM_DB,
    NAME_MAX_CHARACTERS,
    QUIETEST_LUFS,
    QUIETEST_ROOM_DB,
    RATES_HZ,
    SPEAKER_MAX_CHARACTERS,
    TURN_MAX_CHARACTERS,
    Conversation,
)

UNTITLED = "Untitled conversation"


def clean_fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a conversation, from what was sent of it; None is its default."""
    return dict(_judged(name, value, _OF_CONVERSATION) for name, value in given.items())


def clean_turn(given: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a turn but its voice, from what was sent of it; None is its default."""
    if not isinstance(given, Mapping):
        raise InvalidInput("Send a turn as an object with “speaker”, “text” and “profile_id”.")
    return dict(_judged(name, value, _OF_TURN) for name, value in given.items() if name != "profile_id")


def clean_position(value: Any) -> int:
    """A place of the list, from 1; beyond its end is its end."""
    if not _is_whole(value) or value < 1:
        raise InvalidInput("Send a place of the list, from 1.", param="position")
    return int(value)


Cleaned = Mapping[str, tuple[str, Callable[[Any], Any]]]


def _judged(name: str, value: Any, cleaned: Cleaned) -> tuple[str, Any]:
    if name not in cleaned:
        raise InvalidInput(f"There is no parameter {name[:80]!r}.", param=name[:80], code="unknown_parameter")
    column, clean = cleaned[name]
    return column, clean(value)


def _name(value: Any) -> str:
    return UNTITLED if value is None else clean_name(value, of="conversation", most=NAME_MAX_CHARACTERS)


_fresh = Conversation()  # as its columns are by themselves


def _gap(value: Any) -> int:
    return _fresh.gap_ms if value is None else _gap_of_turn(value) or 0


def _gap_of_turn(value: Any) -> int | None:
    if value is None:
        return None
    if not _is_whole(value) or not -LONGEST_GAP_MS <= value <= LONGEST_GAP_MS:
        raise InvalidInput(
            f"Send whole milliseconds from {-LONGEST_GAP_MS:,} (so far into the turn before) "
            f"to {LONGEST_GAP_MS:,}.",
            param="gap_ms",
        )
    return int(value)


def _sample_rate(value: Any) -> int:
    if value is None:
        return _fresh.sample_rate_hz
    if not _is_whole(value) or value not in RATES_HZ:
        raise InvalidInput(f"Send one of {', '.join(map(str, RATES_HZ))}.", param="sample_rate_hz")
    return int(value)


def _levels_speakers(value: Any) -> bool:
    if value is None:
        return _fresh.is_levelled
    if not isinstance(value, bool):
        raise InvalidInput("Send true or false.", param="levels_speakers")
    return value


def _target(value: Any) -> float:
    if value is None:
        return _fresh.target_lufs
    return _number(value, "target_lufs", QUIETEST_LUFS, LOUDEST_LUFS, "LUFS")


def _room_tone(value: Any) -> float | None:
    return None if value is None else _number(value, "room_tone_db", QUIETEST_ROOM_DB, LOUDEST_ROOM_DB, "dB")


def _number(value: Any, param: str, least: float, most: float, unit: str) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not least <= value <= most:  # NaN is in no range
        raise InvalidInput(f"Send a number from {least:g} to {most:g} {unit}.", param=param)
    return float(value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def clean_speaker(value: Any) -> str:
    name = line_of("" if value is None else value, param="speaker")
    if len(name) > SPEAKER_MAX_CHARACTERS:
        raise InvalidInput(
            f"A speaker's name has {SPEAKER_MAX_CHARACTERS} characters at most.", param="speaker"
        )
    return name


def _text(value: Any) -> str:
    text = text_of("" if value is None else value, param="text")
    if len(text) > TURN_MAX_CHARACTERS:
        raise InvalidInput(
            f"This turn has {len(text):,} characters; {TURN_MAX_CHARACTERS:,} are the most. Split it.",
            param="text",
            code="text_too_long",
        )
    return text


def _effects(value: Any) -> list[dict[str, Any]] | None:
    """None is those of its profile, and none at all is `[]`."""
    return None if value is None else as_json(chain_of(value))


_OF_CONVERSATION: Cleaned = {
    "name": ("name", _name),
    "gap_ms": ("gap_ms", _gap),
    "sample_rate_hz": ("sample_rate_hz", _sample_rate),
    "levels_speakers": ("is_levelled", _levels_speakers),
    "target_lufs": ("target_lufs", _target),
    "room_tone_db": ("room_tone_db", _room_tone),
}
_OF_TURN: Cleaned = {
    "speaker": ("speaker", clean_speaker),
    "text": ("text", _text),
    "effects": ("effects", _effects),
    "gap_ms": ("gap_ms", _gap_of_turn),
}
REPLACED = tuple(name for name in _OF_CONVERSATION if name != "name")
