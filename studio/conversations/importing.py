"""A written script into a conversation. Pages and API both come through here."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files import File

from common.errors import InvalidInput, TooLarge
from speech.documents import DocumentLimits, read_plain_text, suffix_of
from speech.refusals import documents_told
from speech.text import TextError
from studio.conversations.casting import Part, cast_of
from studio.conversations.limits import (
    SCRIPT_CHARACTERS_AT_MOST,
    SCRIPT_FILE_MAX_BYTES,
    SCRIPT_LINES_AT_MOST,
    TURNS_AT_MOST,
)
from studio.conversations.scripts import AUTO, FORMATS, SUFFIXES, Script, ScriptTurn, parts_of, read_script
from studio.conversations.turns import add_turns, replace_turns
from studio.models import LONGEST_GAP_MS, SPEAKER_MAX_CHARACTERS, TURN_MAX_CHARACTERS, Conversation, Turn

SCRIPT_FORMATS = (AUTO, *FORMATS)


@dataclass(frozen=True)
class ScriptPreview:
    """What would be made of a script."""

    format: str
    turns: list[dict[str, Any]]
    parts: list[Part]
    left_out: tuple[str, ...]


def text_of_file(file: Any) -> tuple[str, str]:
    """What is in it, and the format that its name says."""
    if not isinstance(file, File):
        raise InvalidInput("Send the script as the part “file” of a multipart form.", param="file")
    limits = DocumentLimits(file_bytes=SCRIPT_FILE_MAX_BYTES, characters=SCRIPT_CHARACTERS_AT_MOST)
    name = file.name or ""
    with documents_told():
        text = read_plain_text(file, name, suffixes=SUFFIXES, limits=limits)
    return text, SUFFIXES[suffix_of(name)]


def preview_script(
    *,
    owner: Any,
    text: Any,
    format_name: Any = AUTO,
    speakers: Any = None,
    keep_times: Any = False,
    conversation: Conversation | None = None,
) -> ScriptPreview:
    """Nothing is written."""
    script = _read(text, format_name, keep_times)
    turns = list(_sized(script))
    if len(turns) > TURNS_AT_MOST:
        raise InvalidInput(
            f"This script has {len(turns):,} turns; a conversation has {TURNS_AT_MOST} at the most. "
            "Import it in parts.",
            param="text",
            code="too_many_turns",
        )
    counts = Counter(turn.speaker for turn in turns)
    cast = cast_of(owner, counts, wanted=speakers, conversation=conversation)
    return ScriptPreview(
        format=script.format,
        turns=[_as_turn(turn, cast.get(turn.speaker)) for turn in turns],
        parts=[Part(name, count, cast.get(name)) for name, count in counts.items()],
        left_out=script.left_out,
    )


def import_script(
    *,
    conversation: Conversation,
    text: Any,
    format_name: Any = AUTO,
    speakers: Any = None,
    replace: Any = False,
    keep_times: Any = False,
    expected_revision: int | None = None,
) -> list[Turn]:
    """Behind the turns there are, or instead of them: all of it or nothing."""
    replaces = _truth(replace, "replace")
    found = preview_script(
        owner=conversation.owner,
        text=text,
        format_name=format_name,
        speakers=speakers,
        keep_times=keep_times,
        conversation=conversation,
    )
    put = replace_turns if replaces else add_turns
    return put(conversation=conversation, turns=found.turns, expected_revision=expected_revision)


def _read(text: Any, format_name: Any, keep_times: Any) -> Script:
    if not isinstance(text, str):
        raise InvalidInput("Send the script as a string.", param="text")
    if len(text) > SCRIPT_CHARACTERS_AT_MOST:
        raise TooLarge(
            f"A script has {SCRIPT_CHARACTERS_AT_MOST:,} characters at the most. Import it in parts.",
            param="text",
            code="text_too_long",
        )
    if text.count("\n") >= SCRIPT_LINES_AT_MOST:
        raise TooLarge(
            f"A script has {SCRIPT_LINES_AT_MOST:,} lines at the most. Import it in parts.",
            param="text",
            code="text_too_long",
        )
    if format_name not in SCRIPT_FORMATS:
        raise InvalidInput(f"Send one of {', '.join(SCRIPT_FORMATS)}.", param="format", code="unknown_format")
    keeps_times = _truth(keep_times, "keep_times")
    try:
        script = read_script(text, format_name=format_name, keep_times=keeps_times)
    except TextError as error:
        raise InvalidInput(str(error), param="text", code=error.code) from None
    if not script.turns:
        raise InvalidInput(
            "Nobody says anything in this script. Is it in the format that was asked for?",
            param="text",
            code="nothing_to_say",
        )
    return script


def _sized(script: Script) -> Iterator[ScriptTurn]:
    """A turn that is too long becomes several, cut where sentences end."""
    for turn in script.turns:
        gap_ms = turn.gap_ms
        for part in parts_of(turn.text, most=TURN_MAX_CHARACTERS):
            yield ScriptTurn(turn.speaker[:SPEAKER_MAX_CHARACTERS].rstrip(), part, gap_ms)
            gap_ms = None


def _as_turn(turn: ScriptTurn, profile: Any) -> dict[str, Any]:
    gap_ms = turn.gap_ms and max(-LONGEST_GAP_MS, min(turn.gap_ms, LONGEST_GAP_MS))
    profile_id = profile.pk if profile else None
    return {"speaker": turn.speaker, "text": turn.text, "gap_ms": gap_ms, "profile_id": profile_id}


def _truth(value: Any, param: str) -> bool:
    if not isinstance(value, bool):
        raise InvalidInput("Send true or false.", param=param)
    return value
