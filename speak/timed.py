"""Speech and when each of its words is heard, in one answer."""

import io
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Literal

from history.doors import Door
from speak.keeping import keep_speech
from speech.audio.encode import write_whole
from speech.audio.formats import AudioFormat, audio_format
from speech.engines.pool import Check, wanted
from speech.hearing import can_hear, hear
from speech.pipeline import Recording
from speech.refusals import refusals_told
from speech.requests import Wish, resolve
from speech.speaker_headers import speaker_headers
from speech.speaking import begin
from speech.text import clean
from speech.timing import WordTime

TimesFrom = Literal["engine", "recognition", "estimate"]


@dataclass(frozen=True)
class TimedSpeech:
    text: str
    input_type: str
    audio: bytes
    format: AudioFormat
    duration_seconds: float
    words: list[WordTime]
    times_from: TimesFrom
    speaker: dict[str, str]  # as headers


def timed_speech(*, user: Any, wish: Wish, check: Check = wanted, door: Door | None = None) -> TimedSpeech:
    """Kept in the history where it came in by a door."""
    request = resolve(wish, user=user, may_fall_back=True)
    recording = begin(request, owner=user, hear=hear, check=check, may_fall_back=True)
    kept = None
    if door is not None:
        kept = keep_speech(user=user, wish=wish, request=request, recording=recording, door=door)
    file = io.BytesIO()
    with kept or nullcontext(), refusals_told():
        chunks = recording.encoded(request.response_format)
        if kept is not None:
            chunks = kept.passing(chunks)
        write_whole(file, chunks, format_name=request.response_format)
    return TimedSpeech(
        text=clean(request.text),
        input_type=request.input_type,
        audio=file.getvalue(),
        format=audio_format(request.response_format),
        duration_seconds=recording.seconds,
        words=recording.words,
        times_from=_times_from(recording),
        speaker=speaker_headers(recording),
    )


def _times_from(recording: Recording) -> TimesFrom:
    if recording.clock.is_told:
        return "engine"
    return "recognition" if can_hear() else "estimate"
