"""What is said in a sample, heard by the site's own recogniser. What its owner wrote is never overwritten."""

import io
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.errors import Conflict
from jobs.models import Job
from jobs.run import JobRun
from jobs.services import enqueue
from profiles.models import TRANSCRIPT_MAX_CHARACTERS, Sample
from profiles.samples.measuring import is_measured, measure
from profiles.samples.sound import mono_blocks_of, span_of
from speech.audio.encode import encode
from speech.read_aloud import words_said
from speech.recognition.base import RATE_HZ
from speech.recognition.languages import language_code
from speech.recognition.transcript import Transcript
from speech.transcription.listening import transcribe
from speech.transcription.requests import TranscriptRequest, TranscriptWish, resolve

KIND = "profiles.sample_transcript"
MODEL = "whisper-1"  # what the operator has it stand for


def start_listening(*, sample: Sample) -> Job:
    """One job for what is left of it now: a sample that is trimmed anew is listened to anew."""
    start, end = span_of(sample)
    return enqueue(
        kind=KIND,
        owner=sample.owner,
        params={"sample_id": str(sample.pk), "span": [start, end]},
        title=f"Listen to “{sample.clip.title}”",
        key=f"sample:{sample.pk}:{start:.3f}:{end:.3f}",
    )


def ask_again(*, sample: Sample) -> Job:
    if sample.is_transcript_edited:
        raise Conflict(
            "You wrote this transcript yourself. Empty it first: then it is heard again.",
            code="transcript_edited",
        )
    with transaction.atomic():
        return start_listening(sample=sample)


def listen(run: JobRun) -> dict[str, Any]:
    sample = _sample_of(run)
    if sample is None:
        return {}
    if not is_measured(sample):
        run.checkpoint(0.05, "Measuring it")
        measure(sample)
    if sample.is_transcript_edited:
        return {"sample_id": str(sample.pk)}
    run.checkpoint(0.1, "Hearing what is said")
    heard = _heard(sample, run)
    with run.finishing() as result:
        result["sample_id"] = str(sample.pk)
        _store(sample, heard)
    return result


def _sample_of(run: JobRun) -> Sample | None:
    """None where it is gone, or was trimmed again: then another job listens to it."""
    found = Sample.objects.select_related("clip", "owner", "profile")
    sample = found.filter(pk=run.params["sample_id"], profile__deleted_at=None).first()
    return sample if sample is not None and list(span_of(sample)) == run.params["span"] else None


def _heard(sample: Sample, run: JobRun) -> Transcript:
    wav = b"".join(encode(mono_blocks_of(sample, rate_hz=RATE_HZ), "wav", rate_hz=RATE_HZ))
    start, end = span_of(sample)

    def reached(seconds: float) -> None:
        run.checkpoint(0.1 + 0.9 * seconds / max(end - start, 1.0))

    return transcribe(
        io.BytesIO(wav), _request(sample), owner=sample.owner, check=run.checkpoint, on_seconds=reached
    )


def _request(sample: Sample) -> TranscriptRequest:
    return resolve(TranscriptWish(model=MODEL, language=_language_of(sample)))


def _language_of(sample: Sample) -> str:
    """Empty where nobody said, or the recogniser has no word for it: then it finds out."""
    named = sample.language or sample.profile.language
    return language_code(named.partition("-")[0]) or "" if named else ""


def _store(sample: Sample, heard: Transcript) -> None:
    start, end = sample.trim_start_seconds, sample.trim_end_seconds
    unedited = Sample.objects.filter(
        pk=sample.pk, is_transcript_edited=False, trim_start_seconds=start, trim_end_seconds=end
    )
    language = sample.language or heard.language
    unedited.update(
        transcript=words_said(heard.text, language)[:TRANSCRIPT_MAX_CHARACTERS].strip(),
        language=language,
        updated_at=timezone.now(),
    )
