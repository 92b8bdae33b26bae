"""Files become transcripts to be heard by one job. Each is stored or refused by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction

from clips.models import Clip
from clips.models import Source as ClipSource
from clips.services import store_upload
from common.errors import AppError, InvalidInput
from history.doors import PAGE, Door
from history.models import Entry, Kind
from history.preferences import preferences_of
from history.privacy import as_wanted
from history.retention import tidy_on_write
from jobs.models import Job
from jobs.services import enqueue
from speech.requests import shortened
from transcribe.models import Transcript
from transcribe.wishes import Asked, require_within

KIND = "transcribe.files"
FILES_MAX = 50


@dataclass(frozen=True)
class Refused:
    name: str
    error: AppError


@dataclass(frozen=True)
class Started:
    job: Job
    transcripts: list[Transcript] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def start_transcriptions(
    *,
    user: Any,
    files: Sequence[File],
    asked: Asked,
    door: Door = PAGE,
    clip_source: str = ClipSource.UPLOAD,
) -> Started:
    """What is wrong with all of it is raised; what is wrong with one of several files is told beside."""
    _require_count(len(files))
    require_within(asked)
    request, preferences = asked.resolved(), preferences_of(user)
    stored, refused = [], []
    for position, file in enumerate(files, 1):
        draft = Entry(
            owner=user,
            kind=Kind.STT,
            source=door.source,
            api_key_name=door.api_key_name,
            text="",
            engine=request.recogniser,
            model=asked.model,
            language=asked.language,
            settings=asked.kept(),
        )
        try:
            stored.append(
                _stored(file, as_wanted(draft, preferences, is_on_a_page=True), position, clip_source)
            )
        except AppError as error:
            refused.append(Refused(_name(file), error))
    if not stored:
        raise _refusal(refused)
    return Started(enqueue_for(user, stored), stored, refused)


def enqueue_for(user: Any, transcripts: Sequence[Transcript]) -> Job:
    with transaction.atomic():
        job = enqueue(kind=KIND, owner=user, title=_title(transcripts))
        Transcript.objects.filter(pk__in=[transcript.pk for transcript in transcripts]).update(job=job)
    for transcript in transcripts:
        transcript.job = job
    return job


def _require_count(count: int) -> None:
    if not count:
        raise InvalidInput("Choose at least one file with sound.", param="file", code="missing_file")
    if count > FILES_MAX:
        raise InvalidInput(
            f"These are {count} files; {FILES_MAX} are the most at once.", param="file", code="too_many_files"
        )


def _stored(file: File, entry: Entry, position: int, clip_source: str) -> Transcript:
    made: list[Transcript] = []

    def make(clip: Clip) -> None:  # in the clip's transaction: no clip without what it is for
        entry.title, entry.clip, entry.audio_bytes = clip.title, clip, clip.bytes
        entry.duration_seconds = clip.duration_seconds
        entry.save(force_insert=True)
        tidy_on_write(entry.owner)
        made.append(
            Transcript.objects.create(owner=entry.owner, entry=entry, position=position, warning=clip.warning)
        )

    store_upload(owner=entry.owner, file=file, source=clip_source, kept=False, on_stored=make)
    return made[0]


def _refusal(refused: Sequence[Refused]) -> AppError:
    first = refused[0]
    if len(refused) == 1:
        return first.error
    told = " ".join(f"{each.name}: {each.error.message}" for each in refused[:5])
    return InvalidInput(f"None of these files could be taken. {told}", param="file", code=first.error.code)


def _name(file: File) -> str:
    return Path((file.name or "").replace("\\", "/")).name or "A file without a name"


def _title(transcripts: Sequence[Transcript]) -> str:
    if len(transcripts) == 1:
        return f"Transcribe “{shortened(transcripts[0].entry.title)}”"
    return f"Transcribe {len(transcripts)} files"
