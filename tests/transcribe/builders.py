"""Small builders for transcripts."""

from typing import Any

import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile

from history.models import Entry, Kind, State
from jobs.models import Job
from jobs.runner import run_job
from speech.recognition.base import RATE_HZ
from tests import audio_files
from tests.clips.builders import make_byproduct
from tests.speech.recognition import sounds
from transcribe.models import Transcript, TranscriptSegment
from transcribe.segments import joined
from transcribe.uploads import Started, start_transcriptions
from transcribe.wishes import Asked

LINES = ("Good morning Ada.", "Good morning Bob, how are you?", "Fine.")


def sound(seconds: float = 3.0, name: str = "talk.wav") -> SimpleUploadedFile:
    """Somebody speaks all the time."""
    spoken = np.resize(sounds.spoken(), round(seconds * RATE_HZ))
    return SimpleUploadedFile(name, audio_files.wav(samples=spoken[:, None], rate=RATE_HZ))


def garbage(name: str = "notes.mp3") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"These are notes, and no sound at all. " * 40)


def start(owner: Any, *files: SimpleUploadedFile, **asked: Any) -> Started:
    return start_transcriptions(user=owner, files=files or (sound(),), asked=Asked(**asked))


def done(job: Job) -> Job:
    """However often it puts itself back."""
    run_job(str(job.id))
    return Job.objects.get(pk=job.pk)


def fresh(transcript: Transcript) -> Transcript:
    return Transcript.objects.select_related("entry", "entry__clip", "job").get(pk=transcript.pk)


def make_transcript(
    owner: Any, *lines: str, title: str = "Talk", speakers: str = "ABA", has_clip: bool = True, **fields: Any
) -> Transcript:
    """Done: a line every four seconds, a word every half second, by two speakers."""
    clip = make_byproduct(owner, title) if has_clip else None
    usual = {
        "state": State.DONE,
        "engine": "fake",
        "model": "whisper-1",
        "language": "en",
        "settings": Asked().kept(),
        "clip": clip,
        "duration_seconds": 12.0,
    }
    entry = Entry.objects.create(owner=owner, kind=Kind.STT, title=title, text="", **{**usual, **fields})
    transcript = Transcript.objects.create(owner=owner, entry=entry, heard_seconds=12.0)
    TranscriptSegment.objects.bulk_create(
        _row(transcript, number, line, speakers[number % len(speakers)] if speakers else "")
        for number, line in enumerate(lines or LINES)
    )
    text, timings = joined(transcript.segments.order_by("position"))
    Entry.objects.filter(pk=entry.pk).update(
        text=text, timings=timings, characters=len(text), done_characters=len(text)
    )
    Transcript.objects.filter(pk=transcript.pk).update(original_text=text)
    return fresh(transcript)


def _row(transcript: Transcript, number: int, line: str, speaker: str) -> TranscriptSegment:
    begin, place, timings = 4.0 * number, 0, []
    for count, word in enumerate(line.split()):
        start = line.index(word, place)
        place = start + len(word)
        timings.append([start, place, begin + count / 2, begin + count / 2 + 0.5])
    return TranscriptSegment(
        owner=transcript.owner,
        transcript=transcript,
        position=number,
        start_seconds=begin,
        end_seconds=timings[-1][3] if timings else begin + 1,
        text=line,
        speaker=speaker,
        timings=timings,
        facts={
            "temperature": 0.0,
            "avg_logprob": -0.1,
            "compression_ratio": 1.2,
            "no_speech_prob": 0.0,
        },
    )
