"""What is said in a voice's recording, heard by the site's own recogniser. What its owner wrote stays."""

from typing import Any

from django.utils import timezone

from clips.reading import sound_of
from jobs.models import Job
from jobs.run import JobRun
from jobs.services import enqueue
from speech.own_voices.models import TRANSCRIPT_MAX_CHARACTERS, OwnVoice
from speech.own_voices.queries import KIND
from speech.read_aloud import words_said
from speech.recognition.languages import language_code
from speech.recognition.transcript import Transcript
from speech.transcription.listening import transcribe
from speech.transcription.requests import TranscriptWish, resolve

MODEL = "whisper-1"  # what the operator has it stand for


def start_listening(*, voice: OwnVoice) -> Job:
    return enqueue(
        kind=KIND,
        owner=voice.owner,
        params={"voice_id": str(voice.pk)},
        title=f"Listen to “{voice.name}”",
        key=f"own-voice:{voice.pk}",
    )


def listen(run: JobRun) -> dict[str, Any]:
    voices = OwnVoice.objects.select_related("clip", "owner").filter(deleted_at=None)
    voice = voices.filter(pk=run.params["voice_id"], is_transcript_edited=False).first()
    if voice is None:
        return {}
    run.checkpoint(0.1, "Hearing what is said")
    heard = _heard(voice, run)
    with run.finishing() as result:
        result["voice_id"] = str(voice.pk)
        _store(voice, heard)
    return result


def _heard(voice: OwnVoice, run: JobRun) -> Transcript:
    named = language_code(voice.language.partition("-")[0]) or "" if voice.language else ""
    request = resolve(TranscriptWish(model=MODEL, language=named))
    return transcribe(sound_of(voice.clip), request, owner=voice.owner, check=run.checkpoint)


def _store(voice: OwnVoice, heard: Transcript) -> None:
    language = voice.language or heard.language
    said = words_said(heard.text, language)[:TRANSCRIPT_MAX_CHARACTERS].strip()
    unedited = OwnVoice.objects.filter(pk=voice.pk, is_transcript_edited=False)
    unedited.update(transcript=said, updated_at=timezone.now())
    OwnVoice.objects.filter(pk=voice.pk, language="").update(language=language)
