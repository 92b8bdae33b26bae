"""A transcript as server-sent events: text as it is found, then the whole of it."""

from collections.abc import Generator
from contextlib import closing
from typing import Any

from openai_api.server_sent import DONE, Event, as_events
from speech.recognition.base import Segment
from speech.recognition.forms import usage
from speech.recognition.forms.objects import logprobs_of, spoken_segment
from speech.transcription.listening import Listening


def transcript_events(
    listening: Listening,
    segments: Generator[Segment, None, None],
    *,
    has_speakers: bool = False,
    has_logprobs: bool = False,
) -> Generator[bytes, None, None]:
    """An error before the first event is raised; a later one is an event, and the last.

    `segments` are the listening's own, by whatever way they come.
    """
    return as_events(_events(listening, segments, has_speakers=has_speakers, has_logprobs=has_logprobs))


def _events(
    listening: Listening, segments: Generator[Segment, None, None], *, has_speakers: bool, has_logprobs: bool
) -> Generator[Event, None, None]:
    with closing(segments):
        for segment in segments:
            yield _delta(segment, has_logprobs=has_logprobs)
    if has_speakers:  # known at the end, when a segment in which two speak is parted in two
        yield from (spoken_segment(segment) for segment in listening.transcript.segments)
    yield _done(listening, has_logprobs=has_logprobs)
    yield DONE


def _delta(segment: Segment, *, has_logprobs: bool) -> dict[str, Any]:
    """All of them together are the whole text."""
    text = f" {segment.text}" if segment.id else segment.text
    return {
        "type": "transcript.text.delta",
        "delta": text,
        **_logprobs(segment, has_logprobs=has_logprobs),
    }


def _done(listening: Listening, *, has_logprobs: bool) -> dict[str, Any]:
    transcript = listening.transcript
    return {
        "type": "transcript.text.done",
        "text": transcript.text,
        **_logprobs(*transcript.segments, has_logprobs=has_logprobs),
        "usage": usage(transcript.duration_seconds),
    }


def _logprobs(*segments: Segment, has_logprobs: bool) -> dict[str, Any]:
    return {"logprobs": logprobs_of(*segments)} if has_logprobs else {}
