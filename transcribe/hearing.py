"""A job's files being heard, one after the other: what is heard stays heard, whatever happens to the process.

Segments are written as they come, so that a page shows them while the rest is being heard. Whoever begins a
file takes it over by writing its `hearer`, and each later write asks for that: of two workers that believe to
hold the same job, only one leaves something behind.
"""

import logging
import time
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from clips.models import Clip
from common.errors import AppError, NotFound, Unavailable
from history.models import UNFINISHED, Entry, State
from history.takes import take_is_done
from jobs.errors import JobFailed
from jobs.run import JobRun
from speech.recognition.base import Segment
from speech.transcription.listening import Listening, begin
from transcribe.models import Transcript
from transcribe.segments import note_heard, store_segments
from transcribe.wishes import Asked

logger = logging.getLogger(__name__)

WRITE_EVERY_SECONDS = 0.4
TOLD_MOST = 3
BROKE = "Something broke on our side while this was heard. Try again."


class Unwanted(Exception):
    """Stopped or deleted meanwhile, or taken over: this file is left alone, the next one is begun."""


class BatchHearing:
    """All files of one job."""

    def __init__(self, run: JobRun) -> None:
        self.run = run
        self.transcripts = list(_transcripts_of(run))
        self._whole_seconds = sum(_seconds(transcript) for transcript in self.transcripts) or 1.0
        self._done_seconds = 0.0

    def make(self) -> dict[str, Any]:
        self._begin_again_where_all_ended()
        for transcript in self.transcripts:
            if transcript.entry.is_unfinished:
                self.run.give_way()
                self._hear(transcript)
            self._done_seconds += _seconds(transcript)
        self._require_all_heard()
        return {"transcript_ids": [str(transcript.entry_id) for transcript in self.transcripts]}

    def _begin_again_where_all_ended(self) -> None:
        """A job that is tried again has nothing left but what failed."""
        if any(transcript.entry.is_unfinished for transcript in self.transcripts):
            return
        for transcript in self.transcripts:
            if transcript.entry.is_failed:
                failed = Entry.objects.filter(pk=transcript.entry_id, state=State.FAILED)
                failed.update(state=State.NEW, error="", updated_at=timezone.now())
                transcript.entry.refresh_from_db()

    def _hear(self, transcript: Transcript) -> None:
        self.tell(0.0, transcript)
        try:
            FileHearing(self, transcript).make()
        except Unwanted:
            pass
        except Unavailable:  # so are the others: the whole job waits and is tried again
            raise
        except AppError as error:
            self._fail(transcript, error.message)
        except Exception:
            logger.exception("The transcript %s broke", transcript.entry_id)
            self._fail(transcript, BROKE)

    def tell(self, heard_seconds: float, transcript: Transcript) -> None:
        """Raises where nobody wants the job any more."""
        done = self._done_seconds + min(heard_seconds, _seconds(transcript))
        count = len(self.transcripts)
        place = f"File {self.transcripts.index(transcript) + 1} of {count}: " if count > 1 else ""
        self.run.checkpoint(done / self._whole_seconds, f"{place}{transcript.entry.title}")

    def _fail(self, transcript: Transcript, sentence: str) -> None:
        self.run.check()
        update_entry(transcript, state=State.FAILED, error=sentence[:500])

    def _require_all_heard(self) -> None:
        ids = [transcript.entry_id for transcript in self.transcripts]
        of_this_job = Entry.objects.filter(pk__in=ids, transcript__job=self.run.job_id)
        failed = list(of_this_job.filter(state=State.FAILED, deleted_at=None))
        if not failed:
            return
        told = " ".join(f"“{entry.title}”: {entry.error}" for entry in failed[:TOLD_MOST])
        if len(ids) > 1:
            told = f"{len(failed)} of {len(ids)} files could not be heard. {told}"
        raise JobFailed(told, code="files_failed")


class FileHearing:
    """One file, from its beginning: half a transcript of an attempt that was killed is forgotten."""

    def __init__(self, batch: BatchHearing, transcript: Transcript) -> None:
        self.batch, self.transcript = batch, transcript
        self._hearer = uuid.uuid4()
        self._unwritten: list[Segment] = []
        self._written: list[Segment] = []
        self._heard_seconds = 0.0
        self._last_write = time.monotonic()

    def make(self) -> None:
        self._began = time.monotonic()
        self._claim()
        request = Asked.of(self.transcript.entry.settings, model=self.transcript.entry.model).resolved()
        self._listening = begin(
            _source(self.transcript.entry.clip),
            request,
            owner=self.transcript.owner,
            check=self._check,
            on_seconds=self._reached,
        )
        with closing(self._listening.segments()) as segments:
            for segment in segments:
                self._unwritten.append(segment)
                self._heard_seconds = max(self._heard_seconds, segment.end_seconds)
                if time.monotonic() - self._last_write >= WRITE_EVERY_SECONDS:
                    self._write()
        self._finish(self._listening)

    def _claim(self) -> None:
        with transaction.atomic():
            self.batch.run.check()
            Transcript.objects.filter(pk=self.transcript.pk).update(hearer=self._hearer, heard_seconds=0.0)
            self._update_entry(state=State.MAKING)
            self.transcript.segments.all().delete()

    def _check(self) -> None:
        self.batch.tell(self._heard_seconds, self.transcript)

    def _reached(self, seconds: float) -> None:
        self._heard_seconds = max(self._heard_seconds, seconds)
        self._write()
        self._check()

    def _write(self) -> None:
        with transaction.atomic():
            self._require_hold()
            self._update_entry(language=self._listening.language[:60])
            store_segments(self.transcript, self._unwritten)
        self._written += self._unwritten
        self._unwritten = []
        self._last_write = time.monotonic()

    def _finish(self, listening: Listening) -> None:
        heard = listening.transcript
        self._heard_seconds = heard.duration_seconds
        with transaction.atomic():
            self._require_hold()
            self.batch.run.check()
            if heard.segments != tuple(self._written):  # the end may tell who spoke, or cut anew
                self.transcript.segments.all().delete()
                store_segments(self.transcript, heard.segments)
            text, timings = note_heard(self.transcript, heard)
            self._update_entry(
                state=State.DONE,
                text=text,
                timings=timings,
                language=heard.language[:60],
                characters=len(text),
                done_characters=len(text),
                making_seconds=time.monotonic() - self._began,
            )
            take_is_done(self.transcript.entry)

    def _require_hold(self) -> None:
        """Written first: on PostgreSQL it keeps whoever takes over waiting until this is committed."""
        held = Transcript.objects.filter(pk=self.transcript.pk, hearer=self._hearer)
        if not held.update(heard_seconds=self._heard_seconds, updated_at=timezone.now()):
            raise Unwanted

    def _update_entry(self, **changed: Any) -> None:
        if not update_entry(self.transcript, **changed):
            raise Unwanted


def update_entry(transcript: Transcript, **changed: Any) -> bool:
    """False where it is deleted, was stopped, or somebody else has finished it."""
    unfinished = Entry.objects.filter(pk=transcript.entry_id, state__in=UNFINISHED, deleted_at=None)
    return bool(unfinished.update(**changed, updated_at=timezone.now()))


def _transcripts_of(run: JobRun) -> Any:
    found = Transcript.objects.filter(job_id=run.job_id, entry__deleted_at=None)
    return found.select_related("entry", "entry__clip", "owner").order_by("position", "id")


def _seconds(transcript: Transcript) -> float:
    return transcript.entry.duration_seconds or 0.0


def _source(clip: Clip | None) -> Any:
    """A path where the storage has one: FFmpeg reads it by itself."""
    if clip is None:
        raise _gone("gone")
    try:
        path = Path(default_storage.path(clip.file_name))
    except NotImplementedError:
        return _opened(clip)
    if not path.exists():
        raise _gone("missing")
    return path


def _opened(clip: Clip) -> Any:
    try:
        return default_storage.open(clip.file_name, "rb")
    except FileNotFoundError:
        raise _gone("missing") from None


def _gone(how: str) -> NotFound:
    return NotFound(f"The audio of this transcript is {how}. Send the file again.", code="audio_gone")
