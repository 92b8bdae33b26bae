"""SRT and WebVTT. Cues are cut where they can be read, and never across two segments."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from speech.recognition.base import Segment
from speech.recognition.forms.cleaning import one_line
from speech.recognition.forms.shown import Shown
from speech.recognition.transcript import Transcript
from speech.timing import Cue, HeardWord, cues_of, fits_a_cue, lines_of, to_srt, to_vtt
from speech.timing.words import timed_words

# SRT has no way to write these as themselves: players take them for markup.
_PLAIN = str.maketrans("<>{}", "‹›()")  # noqa: RUF001


def as_srt(transcript: Transcript, shown: Shown) -> str:
    return to_srt([_without_markup(cue) for cue in _cues(transcript)])


def as_vtt(transcript: Transcript, shown: Shown) -> str:
    return to_vtt(list(_cues(transcript)))


def _cues(transcript: Transcript) -> Iterator[Cue]:
    for segment, following in pairwise([*transcript.segments, None]):
        assert segment is not None  # noqa: S101 - narrows the type: only the last of the list is None
        yield from _ending_before(_cues_of(segment), following)


def _cues_of(segment: Segment) -> list[Cue]:
    text = one_line(segment.text)
    if not text:
        return []
    start, end = segment.start_seconds, segment.end_seconds
    cues = [] if _is_one_cue(segment, text) else _cut(segment, text)
    cues = cues or [Cue(start, end, lines_of(text))]
    return [_said_by(segment.speaker, cues[0]), *cues[1:]]


def _is_one_cue(segment: Segment, text: str) -> bool:
    return not segment.words and fits_a_cue(text)


def _cut(segment: Segment, text: str) -> list[Cue]:
    """Where no word has a time, they share that of the segment by their lengths."""
    heard = segment.words or (HeardWord(text, segment.start_seconds, segment.end_seconds),)
    return cues_of(text, timed_words(text, heard))


def _said_by(speaker: str | None, cue: Cue) -> Cue:
    name = one_line(speaker or "")
    return replace(cue, lines=(f"{name}: {cue.lines[0]}", *cue.lines[1:])) if name else cue


def _ending_before(cues: list[Cue], following: Segment | None) -> list[Cue]:
    """A short cue stays a little, but not into what is said next."""
    if not cues or following is None:
        return cues
    last = cues[-1]
    until = max(last.start_seconds, following.start_seconds)
    return [*cues[:-1], replace(last, end_seconds=min(last.end_seconds, until))]


def _without_markup(cue: Cue) -> Cue:
    return replace(cue, lines=tuple(line.translate(_PLAIN) for line in cue.lines))
