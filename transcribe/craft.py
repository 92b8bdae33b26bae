"""What can be done with a transcript in the history."""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.urls import reverse
from rest_framework import serializers

from common.errors import Conflict
from history.doors import Door
from history.models import Entry, Kind
from history.preferences import preferences_of
from history.privacy import as_wanted
from history.takes import save_as_take
from jobs.models import Job
from speech.fields import NameField, OneOfField, TextField, TruthField
from speech.recognition.base import Segment, Task
from speech.recognition.transcript import Transcript as HeardTranscript
from speech.wish_serializer import StrictSerializer
from transcribe import choices, transcripts
from transcribe.models import Transcript
from transcribe.segments import shown_transcript
from transcribe.uploads import enqueue_for
from transcribe.wishes import Asked, language_of, require_within


class TranscriptChangesSerializer(StrictSerializer):
    model = NameField(required=False)
    language = TextField(required=False, help_text="ISO 639-1, such as `fi`; empty: found out")
    prompt = TextField(required=False)
    keywords = serializers.ListField(child=TextField(), required=False)
    task = OneOfField(list(map(str, Task)), required=False)
    words = TruthField(required=False)
    speakers = TruthField(required=False)


class TranscriptCraft:
    changes: type[serializers.Serializer] = TranscriptChangesSerializer

    def again(self, *, user: Any, entry: Entry, changes: dict[str, Any], door: Door) -> Entry:
        if not entry.has_audio:
            raise Conflict("The audio of this transcript is gone. Send the file again.", code="audio_gone")
        asked = _changed(Asked.of(entry.settings, model=entry.model), changes)
        require_within(asked)
        take = _take_of(entry, asked, door)
        with transaction.atomic():
            save_as_take(as_wanted(take, preferences_of(user), is_on_a_page=True), of=entry)
            transcript = Transcript.objects.create(owner=user, entry=take)
            enqueue_for(user, [transcript])
        return take

    def stop(self, entry: Entry) -> None:
        transcript = Transcript.objects.select_related("job").filter(entry=entry).first()
        if transcript is not None:
            transcripts.cancel_where_nothing_is_left(transcript.job)

    def said(self, entry: Entry) -> HeardTranscript:
        transcript = Transcript.objects.select_related("entry").filter(entry=entry).first()
        if transcript is not None:
            return shown_transcript(transcript)
        whole = Segment(0, 0.0, entry.duration_seconds or 0.0, entry.text)
        return HeardTranscript((whole,), entry.language, entry.duration_seconds or 0.0)

    def forget_text(self, entry: Entry) -> None:
        Transcript.objects.filter(entry=entry).delete()

    def listen(self, *, user: Any, entry: Entry) -> Job:
        raise Conflict("Only what was spoken can be compared with its text.", code="not_speech")

    def facts(self, entry: Entry) -> list[str]:
        language = choices.language_title(entry.language) if entry.language else ""
        if entry.settings.get("task") == Task.TRANSLATE:
            language = f"{language} into English".strip()
        return [fact for fact in (choices.model_title(entry.engine), language) if fact]

    def page_url(self, entry: Entry) -> str:
        return reverse("transcribe:detail", args=[entry.pk])


def _changed(asked: Asked, changes: dict[str, Any]) -> Asked:
    if "language" in changes:
        changes = {**changes, "language": language_of(changes["language"])}
    if "keywords" in changes:
        changes = {**changes, "keywords": tuple(changes["keywords"])}
    return replace(asked, **changes)


def _take_of(entry: Entry, asked: Asked, door: Door) -> Entry:
    return Entry(
        owner=entry.owner,
        kind=Kind.STT,
        source=door.source,
        api_key_name=door.api_key_name,
        title=entry.title,
        text="",
        engine=asked.resolved().recogniser,
        model=asked.model,
        language=asked.language,
        settings=asked.kept(),
        clip=entry.clip,
        audio_bytes=entry.audio_bytes,
        duration_seconds=entry.duration_seconds,
    )
