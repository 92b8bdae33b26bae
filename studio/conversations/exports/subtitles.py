"""What is said when, as subtitles. Words lie where they were heard, where that is known."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from history.crafts import craft_of
from history.models import Entry
from history.queries import entries_of
from speech.recognition.base import Segment
from speech.recognition.forms import FORMS, Form, written
from speech.recognition.transcript import Transcript
from speech.text import readable
from speech.timing import HeardWord, cues_of
from speech.timing.words import timed_words
from studio.conversations.exports.rendered import Line, Rendered

KINDS = ("srt", "vtt")


def subtitles_of(rendered: Rendered, kind: str) -> bytes:
    return written(transcript_of(rendered), kind)


def form_of(kind: str) -> Form:
    return FORMS[kind]


def transcript_of(rendered: Rendered) -> Transcript:
    """One segment a cue, in the order in which they are heard: people may talk over each other."""
    entries = _entries_of(rendered)
    heard = [
        (segment, line) for line in rendered.lines for segment in _cues(line, entries.get(line.turn.clip_id))
    ]
    heard.sort(key=lambda each: each[0].start_seconds)
    segments = [
        replace(segment, id=number, speaker=_announced(line, before))
        for number, ((_, before), (segment, line)) in enumerate(pairwise([(None, None), *heard]))
    ]
    return Transcript(tuple(segments), "", rendered.clip.duration_seconds)


def _announced(line: Line, before: Line | None) -> str | None:
    """Whoever goes on is not named again."""
    return None if line is before else line.speaker or None


def _entries_of(rendered: Rendered) -> dict[Any, Entry]:
    """The history knows when the words of a turn's clip are heard, unless its owner keeps none."""
    clip_ids = {line.turn.clip_id for line in rendered.lines} - {None}
    entries = entries_of(rendered.conversation.owner).filter(clip_id__in=clip_ids).exclude(text="")
    return {entry.clip_id: entry for entry in entries if entry.timings}


def _cues(line: Line, entry: Entry | None) -> Iterator[Segment]:
    """Within their turn, each of what can be read at once."""
    for segment in _timed(line, entry) if entry is not None else _estimated(line):
        start = min(segment.start_seconds, line.end_seconds)
        yield replace(segment, start_seconds=start, end_seconds=max(start, segment.end_seconds), words=())


def _timed(line: Line, entry: Entry) -> list[Segment]:
    since = line.start_seconds
    return [
        replace(segment, start_seconds=since + segment.start_seconds, end_seconds=since + segment.end_seconds)
        for segment in craft_of(entry).said(entry).segments
    ]


def _estimated(line: Line) -> list[Segment]:
    """The words share the time of their turn by their lengths."""
    text = readable(line.turn.text, input_type="text").text
    whole = HeardWord(text, line.start_seconds, line.end_seconds)
    cues = cues_of(text, timed_words(text, [whole]))
    return [
        Segment(number, cue.start_seconds, cue.end_seconds, " ".join(cue.lines))
        for number, cue in enumerate(cues)
    ] or [Segment(0, line.start_seconds, line.end_seconds, " ".join(text.split()))]
