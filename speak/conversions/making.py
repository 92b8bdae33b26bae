"""Conversions being made by a job. What is completed stays so, whatever happens to its process."""

import logging
import tempfile
import time
import uuid
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db.models import QuerySet
from django.utils import timezone

from clips.models import Clip
from clips.models import Source as ClipSource
from clips.services import store_file
from common.errors import AppError, InvalidInput, Unavailable
from history.doors import Door
from history.models import Source as EntrySource
from history.preferences import keeps_text, preferences_of
from history.stored_speech import Spoken, keep_stored
from jobs.run import JobRun
from speak.conversions.states import UNFINISHED, Status, fail
from speak.long_texts import resolved
from speak.models import Conversion
from speech.asked import wish_again
from speech.audio.encode import write_whole
from speech.content_hash import content_hash
from speech.pipeline import length_of
from speech.refusals import refusals_told
from speech.speaking import begin

logger = logging.getLogger(__name__)
ATTEMPTS = 3
BROKE = "Something broke on our side while this was spoken. Convert the text again."


class Overtaken(Exception):
    """It was deleted or asked for anew meanwhile: nothing of this is kept."""


class ConversionMaking:
    def __init__(self, run: JobRun) -> None:
        self.run = run
        self._door = Door(EntrySource.JOB, run.params.get("api_key_name", ""))
        self._left = self._unfinished()
        if not self._left:  # its owner tries a job again that has ended
            _reopen(self._own().filter(state=Status.FAILED))
            self._left = self._unfinished()

    def make(self) -> dict[str, Any]:
        broken: Exception | None = None
        for done, pk in enumerate(self._left):
            self.run.give_way()
            self.run.checkpoint(done / len(self._left), f"Text {done + 1} of {len(self._left)}")
            broken = self._tried(pk, done) or broken
        if broken is not None:
            raise broken
        return {status: self._own().filter(state=status).count() for status in ("completed", "failed")}

    def _tried(self, pk: uuid.UUID, done: int) -> Exception | None:
        """What broke, where another attempt may not: the others are spoken first."""
        try:
            self._convert(pk, done)
        except Overtaken:
            pass
        except Unavailable:
            raise  # and would be for the others
        except AppError as error:
            fail(self._own().filter(pk=pk), error.message)
        except Exception as error:
            if self.run.attempt < ATTEMPTS:
                return error
            logger.exception("The conversion %s broke", pk)
            fail(self._own().filter(pk=pk), BROKE)
        return None

    def _convert(self, pk: uuid.UUID, done: int) -> None:
        now = timezone.now()
        waiting = self._own().filter(pk=pk, state__in=UNFINISHED)
        if not waiting.update(state=Status.PROCESSING, started_at=now, updated_at=now):
            return
        self._speak(self._own().select_related("owner").get(pk=pk), done)

    def _speak(self, conversion: Conversion, done: int) -> None:
        wish = wish_again(conversion.asked, text=conversion.text)
        request = resolved(wish, owner=conversion.owner)
        characters = max(1, length_of(conversion.text))

        def tell(spoken: int) -> None:
            self.run.checkpoint((done + min(1.0, spoken / characters)) / len(self._left))

        # Without a name on the disk: a killed process leaves nothing behind.
        with refusals_told(), tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
            began = time.monotonic()
            recording = begin(request, owner=conversion.owner, on_passage=tell, check=self.run.checkpoint)
            write_whole(file, recording.encoded(request.response_format), format_name=request.response_format)
            if not recording.seconds:
                raise InvalidInput(
                    "Nothing was to be heard of this text.", param="text", code="nothing_heard"
                )
            spoken = Spoken(wish, request, recording, time.monotonic() - began)
            store_file(
                owner=conversion.owner,
                file=File(file, name=f"speech.{request.response_format}"),
                title=request.title,
                source=ClipSource.SPEECH,
                on_stored=lambda clip: self._claim(conversion, clip, spoken),
            )

    def _claim(self, conversion: Conversion, clip: Clip, spoken: Spoken) -> None:
        """In the transaction of the clip: where it is not wanted any more, nor is its file."""
        self.run.check()
        still = self._own().filter(pk=conversion.pk, state=Status.PROCESSING)
        row = still.select_for_update().first()
        if row is None:
            raise Overtaken
        owner = conversion.owner
        entry = keep_stored(user=owner, spoken=spoken, clip=clip, door=self._door)
        row.state, row.error, row.completed_at = Status.COMPLETED, "", timezone.now()
        row.clip_id, row.entry_id = clip.pk, entry.pk if entry is not None else None
        row.content_hash = content_hash(spoken.request)  # its lexicon may have changed since it was asked for
        if not keeps_text(preferences_of(owner)):
            row.text = ""
        row.save()

    def _unfinished(self) -> list[uuid.UUID]:
        left = self._own().filter(state__in=UNFINISHED).order_by("created_at", "id")
        return list(left.values_list("pk", flat=True))

    def _own(self) -> QuerySet[Conversion]:
        return Conversion.objects.filter(job_id=self.run.job_id)


def _reopen(found: QuerySet[Conversion]) -> None:
    found.update(state=Status.QUEUED, error="", failed_at=None, updated_at=timezone.now())
