"""Fountain, the screenplay as plain text: https://fountain.io/syntax

Dialogue is said. Headings, action, parentheticals, notes and the title page are left out.
"""

from collections.abc import Iterator, Sequence

import regex

from studio.conversations.scripts.base import Collected, Script, is_direction

# Stands where a note or a boneyard was, so that its line is no blank one. It is in no cleaned text.
_REMOVED = "\x00"
_TITLE_KEY = regex.compile(
    r"(title|credit|authors?|source|notes?|draft date|date|contact|copyright|revision|episode)\s*:",
    regex.IGNORECASE,
)
_HEADING = regex.compile(r"(?:int|ext|est|int\.?/ext|ext\.?/int|i/e)[. ]", regex.IGNORECASE)
_EMPHASIS = regex.compile(
    r"(?<![\\\d])\*{1,3}(?=\S)|(?<=\S)(?<!\\)\*{1,3}(?!\d)|(?<![\\\w])_(?=\S)|(?<=\S)(?<!\\)_(?!\w)"
)
_ESCAPED = regex.compile(r"\\([*_\\])")
_FORCED = ("!", ".", ">", "#", "=", "~")


def read_fountain(text: str) -> Script:
    collected = Collected()
    text = _without(text, "/*", "*/", collected, over_blank_lines=True)
    text = _without(text, "[[", "]]", collected, over_blank_lines=False)
    lines = [line.replace(_REMOVED, "") for line in text.split("\n") if line.strip() != _REMOVED]
    lines = lines[_after_title_page(lines, collected) :]
    _read_lines(lines, collected)
    return collected.script("fountain")


def cue_lines(lines: Sequence[str]) -> Iterator[str]:
    """Lines that would be characters' names."""
    for number in range(len(lines)):
        if (name := _character(lines, number)) is not None:
            yield name


def has_headings(lines: Sequence[str]) -> bool:
    return any(_HEADING.match(line) for line in lines)


def _read_lines(lines: Sequence[str], collected: Collected) -> None:
    is_dialogue = False
    for number, line in enumerate(lines):
        if is_dialogue and _goes_on(lines, number):
            _say(line, collected)
        elif is_dialogue:
            collected.ends()
            is_dialogue = False
        elif (name := _character(lines, number)) is not None:
            collected.leaves_out(" ".join(_extensions(line)))
            collected.begins(name)
            is_dialogue = True
        else:
            collected.leaves_out(line)


def _goes_on(lines: Sequence[str], number: int) -> bool:
    """Two spaces are a blank line that somebody says, unless somebody else is next."""
    if lines[number].strip():
        return True
    is_last = number + 1 >= len(lines)
    return len(lines[number]) >= 2 and not is_last and _character(lines, number + 1) is None


def _say(line: str, collected: Collected) -> None:
    if is_direction(line):
        collected.leaves_out(line)
    else:
        collected.says(without_emphasis(line.strip().removeprefix("~")))


def without_emphasis(text: str) -> str:
    return _ESCAPED.sub(r"\1", _EMPHASIS.sub("", text))


def _character(lines: Sequence[str], number: int) -> str | None:
    """The name, where a line is one: after a blank line, in capitals or behind “@”, with words below it."""
    line = lines[number].strip()
    is_alone = number == 0 or not lines[number - 1].strip()
    if not line or not is_alone or number + 1 >= len(lines) or not lines[number + 1].strip():
        return None
    cue = line.removesuffix("^").rstrip()
    name = cue[: _extensions_start(cue)].removesuffix(":").strip()
    if line.startswith("@"):
        return name[1:].strip() or None
    if line.startswith(_FORCED) or _HEADING.match(line) or line.endswith("TO:"):
        return None
    return name if name.upper() == name and any(letter.isupper() for letter in name) else None


def _extensions(line: str) -> list[str]:
    cue = line.strip().removesuffix("^").rstrip()
    return [cue[_extensions_start(cue) :].strip()]


def _extensions_start(cue: str) -> int:
    """Where the brackets begin that a cue ends with, “ANNA (V.O.) (CONT'D)”; its end where there are none."""
    start = len(cue)
    while cue[start - 1 : start] == ")":
        opening = cue.rfind("(", 0, start)
        if opening < 0 or cue.find(")", opening, start) < start - 1:
            break
        start = opening
        while cue[start - 1 : start].isspace():
            start -= 1
    return start


def _after_title_page(lines: Sequence[str], collected: Collected) -> int:
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None or not _TITLE_KEY.match(lines[first].strip()):
        return 0
    end = next((number for number in range(first, len(lines)) if not lines[number].strip()), len(lines))
    collected.leaves_out("\n".join(lines[first:end]))
    return end


def _without(text: str, opening: str, closing: str, collected: Collected, *, over_blank_lines: bool) -> str:
    """Each place is looked for once: a text of nothing but openings takes no longer than another."""
    kept: list[str] = []
    at, end, blank = 0, 0, -1
    start = text.find(opening)
    while start >= 0:
        if end < start + 2:
            end = text.find(closing, start + 2)
        if end < 0:
            break
        if blank < start:
            found = -1 if over_blank_lines else text.find("\n\n", start)
            blank = found if found >= 0 else len(text)
        if end < blank:
            kept += [text[at:start], _REMOVED]
            at = end + 2
            collected.leaves_out(text[start:at])
        start = text.find(opening, max(at, start + 2))
    return "".join([*kept, text[at:]])
