"""What is said when, as subtitles. Words lie where they were heard, where that is known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
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
    heard = [(segment, line) for line in rendered.lines for segment in _cues(line, entries)]
    heard.sort(key=lambda each: each[0].start_seconds)
    speakers = _announced([line for _, line in heard])
    segments = tuple(
        replace(segment, id=number, speaker=speaker)
        for number, ((segment, _), speaker) in enumerate(zip(heard, speakers, strict=True))
    )
    return Transcript(segments, "", rendered.clip.duration_seconds)


def _announced(lines: Sequence[Line]) -> list[str | None]:
    """Whoever goes on is not named again."""
    before = [None, *lines]
    return [None if line is last else line.speaker or None for last, line in zip(before, lines, strict=False)]


def _entries_of(rendered: Rendered) -> dict[Any, Entry]:
    """By clip. The history knows when the words of one are heard, unless its owner keeps none."""
    clip_ids = [line.turn.clip_id for line in rendered.lines if line.turn.clip_id and line.is_as_rendered]
    entries = entries_of(rendered.conversation.owner).filter(clip_id__in=clip_ids).exclude(text="")
    return {entry.clip_id: entry for entry in entries if entry.timings}


def _cues(line: Line, entries: Mapping[Any, Entry]) -> Iterator[Segment]:
    """Within their turn, each of what can be read at once."""
    entry = entries.get(line.turn.clip_id)
    for segment in _estimated(line) if entry is None else _timed(line, entry):
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
