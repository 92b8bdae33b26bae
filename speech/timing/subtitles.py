"""Subtitles from word times: cues that can be read, and the two formats players know."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from speech.timing.words import WordTime

LINE_WIDTH, LINES = 42, 2
LONGEST_SECONDS, SHORTEST_SECONDS = 7.0, 1.0
PAUSE_SECONDS = 0.8  # a silence that ends a cue, whatever the words
# How good a place is to end a cue: the more the better. A full cue is worth as much as a comma.
SENTENCE, CLAUSE, FULLNESS = 3.0, 1.0, 1.0

_CLOSERS = r"""["'”’»)\]』」）】]*"""  # noqa: RUF001
_SENTENCE_END = regex.compile(rf"[.!?…。！？।؟]{_CLOSERS}(?=\s|$)|[。！？]")  # noqa: RUF001
_CLAUSE_END = regex.compile(rf"[,;:—–،]{_CLOSERS}(?=\s|$)|[，、；：]")  # noqa: RUF001
_WIDE = regex.compile(r"[\p{East_Asian_Width=W}\p{East_Asian_Width=F}]")


@dataclass(frozen=True, slots=True)
class Cue:
    start_seconds: float
    end_seconds: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A word with what follows it up to the next: spaces and punctuation."""

    text: str
    start_seconds: float
    end_seconds: float


def cues_of(text: str, times: Sequence[WordTime]) -> list[Cue]:
    """Every character of the text, but spaces, is in one cue. `times` are those of its words, in order."""
    said = _said(text, times)
    groups = list(_grouped(said))
    following = [group[0].start_seconds for group in groups]
    return [
        Cue(group[0].start_seconds, _end(group, until), lines_of(_text(group)))
        for group, until in zip(groups, [*following[1:], None], strict=False)
    ]


def to_srt(cues: Sequence[Cue]) -> str:
    blocks = (
        f"{number}\n{_clock(start, ',')} --> {_clock(end, ',')}\n" + "\n".join(cue.lines) + "\n"
        for number, (cue, start, end) in enumerate(_in_milliseconds(cues), start=1)
    )
    return "\n".join(blocks)


def to_vtt(cues: Sequence[Cue]) -> str:
    blocks = [
        f"{_clock(start, '.')} --> {_clock(end, '.')}\n" + "\n".join(map(_escaped, cue.lines)) + "\n"
        for cue, start, end in _in_milliseconds(cues)
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def _in_milliseconds(cues: Sequence[Cue]) -> Iterator[tuple[Cue, int, int]]:
    """Rounded once; no cue is empty, none begins before the one before it has ended."""
    latest = 0
    for cue in cues:
        start = max(latest, round(cue.start_seconds * 1000))
        latest = max(start + 1, round(cue.end_seconds * 1000))
        yield cue, start, latest


def _clock(milliseconds: int, separator: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{separator}{rest:03}"


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _said(text: str, times: Sequence[WordTime]) -> list[_Said]:
    """What opens a word (quotes, brackets) goes with it; the rest with the word before."""
    starts = [_opening(text, before.end, word.start) for before, word in pairwise(times)]
    places = pairwise([0, *starts, len(text)]) if times else ()
    return [
        _Said(text[start:end], word.start_seconds, word.end_seconds)
        for (start, end), word in zip(places, times, strict=True)
    ]


def _opening(text: str, end: int, start: int) -> int:
    """Where, between two words, what belongs to the second begins: after the last space, if there is one."""
    last_space = max((place for place in range(end, start) if text[place].isspace()), default=start - 1)
    return last_space + 1


def _grouped(said: Sequence[_Said]) -> Iterator[Sequence[_Said]]:
    start = 0
    while start < len(said):
        most = _most(said, start)
        end = _best_end(said, start, most)
        yield said[start:end]
        start = end


def _most(said: Sequence[_Said], start: int) -> int:
    """As far as a cue from `start` may reach; one word it always has."""
    end = start + 1
    while end < len(said):
        if said[end].start_seconds - said[end - 1].end_seconds >= PAUSE_SECONDS:
            return end
        lasts = said[end].end_seconds - said[start].start_seconds
        if lasts > LONGEST_SECONDS or not fits_a_cue(_text(said[start : end + 1])):
            return end
        end += 1
    return end


def _best_end(said: Sequence[_Said], start: int, most: int) -> int:
    """The best of the places; after each sentence that is long enough to be read."""
    for end in range(start + 1, most + 1):
        long_enough = said[end - 1].end_seconds - said[start].start_seconds >= SHORTEST_SECONDS
        if long_enough and _strength(said[end - 1]) == SENTENCE:
            return end
    if most == len(said) or said[most].start_seconds - said[most - 1].end_seconds >= PAUSE_SECONDS:
        return most
    return max(range(start + 1, most + 1), key=lambda end: _worth(said, start, end, most))


def _worth(said: Sequence[_Said], start: int, end: int, most: int) -> float:
    pause = said[end].start_seconds - said[end - 1].end_seconds
    return _strength(said[end - 1]) + pause / PAUSE_SECONDS + FULLNESS * 2 * (end - start) / (most - start)


def _strength(word: _Said) -> float:
    if _SENTENCE_END.search(word.text):
        return SENTENCE
    return CLAUSE if _CLAUSE_END.search(word.text) else 0.0


def _end(group: Sequence[_Said], until: float | None) -> float:
    """A short cue stays a little, into the silence after it."""
    end = max(group[-1].end_seconds, group[0].start_seconds + SHORTEST_SECONDS)
    return end if until is None else max(group[-1].end_seconds, min(end, until))


def _text(group: Sequence[_Said]) -> str:
    return " ".join("".join(word.text for word in group).split())


def _width(text: str) -> int:
    return len(text) + len(_WIDE.findall(text))


def fits_a_cue(text: str) -> bool:
    return len(lines_of(text)) <= LINES


def lines_of(text: str) -> tuple[str, ...]:
    """Two lines of like length where one is too long; more only for words that don't fit."""
    if _width(text) <= LINE_WIDTH:
        return (text,)
    places = [index for index in range(1, len(text)) if _may_break(text, index)]
    halves = [(text[:place].rstrip(), text[place:].lstrip()) for place in places]
    fitting = [pair for pair in halves if max(map(_width, pair)) <= LINE_WIDTH]
    if fitting:
        return min(fitting, key=lambda pair: abs(_width(pair[0]) - _width(pair[1])))
    return tuple(_filled_lines(text, places))


def _may_break(text: str, index: int) -> bool:
    return text[index].isspace() or (_WIDE.match(text[index - 1]) is not None and text[index].isalnum())


def _filled_lines(text: str, places: Sequence[int]) -> Iterator[str]:
    start = 0
    while _width(text[start:]) > LINE_WIDTH:
        fitting = [place for place in places if place > start and _width(text[start:place]) <= LINE_WIDTH]
        end = fitting[-1] if fitting else next((place for place in places if place > start), len(text))
        yield text[start:end].strip()
        start = end
    if text[start:].strip():
        yield text[start:].strip()
