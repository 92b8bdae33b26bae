"""“ANNA: Hello.” with lines that go on, blank lines, and directions in brackets."""

from collections.abc import Iterator, Sequence

import regex

from studio.conversations.scripts.base import (
    CLOSINGS,
    OPENINGS,
    Collected,
    Script,
    is_blank,
    is_direction,
    is_pause,
    lines_of_direction,
    tidied,
    without_direction,
)
from studio.conversations.scripts.names import Cue, cue_in, speakers_among

# A direction may go on so far, up to a blank line.
DIRECTION_LINES = 10
_NO_WORDS = regex.compile(r"[\W_]+")
_HEADING = regex.compile(r"#{1,6}\s")
_SENTENCE_END = regex.compile(r"""[.!?…。！？:;]["'”’»)\]]*\s*$""")  # noqa: RUF001


def read_plain(text: str) -> Script:
    lines = text.split("\n")
    cues = cues_of(lines)
    return _with_speakers(lines, cues) if cues else _paragraphs(lines)


def cues_of(lines: Sequence[str]) -> dict[int, Cue]:
    """By the number of their line."""
    found = {number: cue for number, line in enumerate(lines) if (cue := cue_in(line)) is not None}
    names = speakers_among(found.values())
    return {number: cue for number, cue in found.items() if cue.key in names}


def _with_speakers(lines: Sequence[str], cues: dict[int, Cue]) -> Script:
    collected = Collected()
    number = 0
    while number < len(lines):
        if cue := cues.get(number):
            collected.leaves_out(cue.time)
            collected.begins(cue.name)
            collected.leaves_out(cue.direction)
            collected.says(without_direction(cue.said, collected))
            number += 1
        elif until := _direction_until(lines, number, cues):
            collected.leaves_out("\n".join(lines[number:until]))
            number = until
        else:
            collected.says(lines[number])
            number += 1
    return collected.script("plain")


def _paragraphs(lines: Sequence[str]) -> Script:
    """Nobody is named: each paragraph is a turn."""
    collected = Collected()
    for paragraph in _parted(lines):
        number = 0
        while number < len(paragraph):
            if until := _direction_until(paragraph, number, {}):
                collected.leaves_out("\n".join(paragraph[number:until]))
                number = until
            else:
                collected.says(paragraph[number])
                number += 1
        collected.ends()
    return collected.script("plain")


def _parted(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """At blank lines; or at each line where there are none, and each ends as a sentence does."""
    whole = [line for line in lines if line.strip()]
    has_blanks = not is_blank(lines) and "\n\n" in tidied("\n".join(lines))
    if not has_blanks and all(_SENTENCE_END.search(line) for line in whole[:-1]):
        yield from ([line] for line in whole)
        return
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []


def _direction_until(lines: Sequence[str], number: int, cues: dict[int, Cue]) -> int | None:
    """The line after a direction, a heading or a rule that begins here; None where something is said."""
    line = lines[number].strip()
    if is_direction(line) or _HEADING.match(line) or (len(line) > 2 and _NO_WORDS.fullmatch(line)):
        return number + 1
    if not line.startswith(OPENINGS) or is_pause(line):
        return None
    until = number + 1
    while until < min(len(lines), number + DIRECTION_LINES) and until not in cues and lines[until].strip():
        until += 1
    is_closed = any(closing in line for line in lines[number:until] for closing in CLOSINGS)
    count = lines_of_direction(lines[number:until]) if is_closed else 0
    return number + count if count else None
