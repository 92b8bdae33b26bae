"""A text in, who says what out; which of the formats it is in is found where nobody says so."""

from collections.abc import Sequence
from dataclasses import replace

from speech.text import clean
from studio.conversations.scripts.base import AUTO, Script, ScriptTurn
from studio.conversations.scripts.fountain import cue_lines, has_headings, read_fountain
from studio.conversations.scripts.plain import cues_of, read_plain
from studio.conversations.scripts.subtitles import has_times, read_subtitles

SUFFIXES = {"txt": AUTO, "text": AUTO, "fountain": "fountain", "spmd": "fountain", "srt": "srt", "vtt": "vtt"}
_VTT_MARK = "WEBVTT"
_GUESSED_BY_LINES = 2_000


def read_script(text: str, *, format_name: str = AUTO, keep_times: bool = False) -> Script:
    """`keep_times`: subtitles say how long the pauses are. Raises a `TextError` where it is no text."""
    text = clean(text)
    script = _read(text, guessed_format(text) if format_name == AUTO else format_name, keep_times)
    return replace(script, turns=_spelled_once(script.turns))


def _read(text: str, found: str, keep_times: bool) -> Script:
    if found == "fountain":
        return read_fountain(text)
    if found in ("srt", "vtt"):
        return read_subtitles(_without_mark(text), found, keep_times=keep_times)
    return read_plain(text)


def _spelled_once(turns: Sequence[ScriptTurn]) -> tuple[ScriptTurn, ...]:
    """“Anna” and “ANNA” are one: as it is written first."""
    spellings: dict[str, str] = {}
    for turn in turns:
        spellings.setdefault(turn.speaker.casefold(), turn.speaker)
    return tuple(replace(turn, speaker=spellings[turn.speaker.casefold()]) for turn in turns)


def guessed_format(text: str) -> str:
    if text.lstrip().startswith(_VTT_MARK):
        return "vtt"
    lines = text.split("\n", _GUESSED_BY_LINES)[:_GUESSED_BY_LINES]
    if has_times(lines):
        return "srt"
    named, written = len(list(cue_lines(lines))), len(cues_of(lines))
    return "fountain" if named and (named > written or has_headings(lines)) else "plain"


def _without_mark(text: str) -> str:
    """The first line of WebVTT, and what stands beside it."""
    text = text.lstrip()
    if not text.startswith(_VTT_MARK):
        return text
    return text.partition("\n\n")[2]
