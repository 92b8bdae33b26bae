"""Subtitles, SubRip and WebVTT: “NAME: …” or `<v Name>` says who speaks."""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from studio.conversations.scripts.base import Collected, Script, ScriptTurn, is_direction, tidied
from studio.conversations.scripts.names import Cue, cue_in, speakers_among

# With times kept, what one person says with a longer pause in it are two turns.
PAUSE_MS = 1_000
_TIMES = regex.compile(
    r"\s*((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})[^\S\n]*-->[^\S\n]*((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})"
)
# Spaces are taken once and for all: a line of nothing else would be gone through again and again.
_VOICE = regex.compile(r"<v(?:\.[^\s<>]*)?\s++([^<>\n]*)>", regex.IGNORECASE)
_TAG = regex.compile(r"</?[a-zA-Z][^<>\n]*>|<[\d:.]+>|\{\\[^{}\n]*\}")
_DASH = regex.compile(r"[-–—]\s*(?=\S)")  # noqa: RUF001
_BLOCKS = ("NOTE", "STYLE", "REGION")


@dataclass(slots=True)
class _Heard:
    speaker: str
    start_ms: int
    end_ms: int
    lines: list[str] = field(default_factory=list)


def has_times(lines: Sequence[str]) -> bool:
    return any(_TIMES.match(line) for line in lines)


def read_subtitles(text: str, format_name: str, *, keep_times: bool = False) -> Script:
    collected = Collected()
    heard = _named(list(_heard(text.split("\n"), collected)), collected)
    joined = _joined(heard, keep_times=keep_times)
    turns = []
    for before, each in zip([None, *joined], joined, strict=False):
        if not (said := tidied("\n".join(each.lines))):
            collected.leaves_out(each.speaker)
            continue
        gap_ms = each.start_ms - before.end_ms if keep_times and before else None
        turns.append(ScriptTurn(each.speaker, said, gap_ms))
    return Script(format_name, tuple(turns), tuple(collected.left_out))


def _heard(lines: Sequence[str], collected: Collected) -> Iterator[_Heard]:
    """Of each cue what is said, one of them for each voice."""
    number = 0
    while number < len(lines):
        times = _TIMES.match(lines[number])
        number += 1
        if times is None:
            number = _after_block(lines, number, collected)
            continue
        start_ms, end_ms = _ms(times[1]), _ms(times[2])
        until = _cue_end(lines, number)
        yield from _voices("\n".join(lines[number:until]), start_ms, end_ms)
        number = until


def _cue_end(lines: Sequence[str], number: int) -> int:
    """A blank line, or a cue that begins where its writer forgot that."""
    until = number
    while until < len(lines) and lines[until].strip() and not _TIMES.match(lines[until]):
        until += 1
    is_followed = until < len(lines) and bool(lines[until].strip())
    return until - 1 if is_followed and until > number and lines[until - 1].strip().isdigit() else until


def _after_block(lines: Sequence[str], number: int, collected: Collected) -> int:
    """A comment or a style, which go on up to a blank line. What else is between cues names them."""
    first = lines[number - 1].strip()
    is_name = number < len(lines) and bool(_TIMES.match(lines[number]))
    if not first or is_name:
        return number
    collected.leaves_out(first)
    while first.startswith(_BLOCKS) and number < len(lines) and lines[number].strip():
        collected.leaves_out(lines[number])
        number += 1
    return number


def _voices(text: str, start_ms: int, end_ms: int) -> Iterator[_Heard]:
    parts = _VOICE.split(text)  # what comes first, then each name and what follows it
    for name, said in zip(["", *parts[1::2]], parts[::2], strict=True):
        if lines := [line for each in said.split("\n") if (line := _untagged(each))]:
            yield _Heard(_untagged(name), start_ms, end_ms, lines)
            start_ms = end_ms  # where the others begin nobody says


def _untagged(line: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", line)).split())


def _named(heard: Sequence[_Heard], collected: Collected) -> list[_Heard]:
    """With the names that are written into what is said; who is not named anew speaks on."""
    cues = [cue for each in heard for line in each.lines if (cue := _cue(line))]
    names = speakers_among(cues) if cues and not any(each.speaker for each in heard) else ()
    found: list[_Heard] = []
    speaker = ""
    for each in heard:
        start_ms = each.start_ms
        current = _Heard(each.speaker or speaker, start_ms, each.end_ms)
        for line in each.lines:
            cue = _cue(line)
            if is_direction(line):
                collected.leaves_out(line)
            elif cue is not None and cue.key in names:
                collected.leaves_out(cue.direction)
                start_ms = each.end_ms if any(current.lines) else start_ms
                found.append(current)
                speaker = cue.name
                current = _Heard(speaker, start_ms, each.end_ms, [cue.said])
            else:
                current.lines.append(line)
        found.append(current)
    return [each for each in found if any(each.lines)]


def _cue(line: str) -> Cue | None:
    return cue_in(_DASH.sub("", line, count=1) if _DASH.match(line) else line)


def _joined(heard: Sequence[_Heard], *, keep_times: bool) -> list[_Heard]:
    """What one says in several cues."""
    joined: list[_Heard] = []
    for each in heard:
        before = joined[-1] if joined else None
        is_same = before is not None and before.speaker.casefold() == each.speaker.casefold()
        if before and is_same and not (keep_times and each.start_ms - before.end_ms > PAUSE_MS):
            before.lines.extend(each.lines)
            before.end_ms = max(before.end_ms, each.end_ms)
        else:
            joined.append(each)
    return joined


def _ms(clock: str) -> int:
    whole, _, rest = clock.replace(",", ".").partition(".")
    seconds = 0
    for part in whole.split(":"):
        seconds = 60 * seconds + int(part)
    return 1000 * seconds + int(rest.ljust(3, "0"))
