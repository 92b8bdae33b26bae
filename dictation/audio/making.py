"""A job's work: each sound that its owner waits for, one after the other. One that fails says why; the others
go on, and what is made stays made whatever happens to the process."""

import logging
from uuid import UUID

from django.db import DatabaseError
from django.utils import timezone

from common.errors import AppError, OutOfSpace, Unavailable
from common.owned import lock_owner
from dictation.audio import states
from dictation.audio.casting import TRIES
from dictation.audio.speaking import Overtaken, speak_audio
from dictation.models import ItemAudio
from jobs.errors import JobCancelled
from jobs.models import Job
from jobs.run import JobRun
from speech.engines.errors import EngineBusy
from speech.refusals import SpeechFailed

logger = logging.getLogger(__name__)

# One that takes its worker with it each time must not keep the others from being made.
MOST_TRIES = 3
_AT_ONCE = 100


class _MoreIsWanted(Exception):
    """It came just before the end."""


class AudioMaking:
    def __init__(self, run: JobRun) -> None:
        self.run, self.owner = run, run.owner
        self.made = self.failed = 0

    def make(self) -> None:
        states.put_off_failed_with(Job.objects.get(pk=self.run.job_id))
        try:
            while not self._is_finished():
                self._make_pending()
        except JobCancelled:
            states.fail_all(self.owner, code="cancelled", message=states.CANCELLED_TOLD)
            raise
        except Unavailable:
            raise  # it is tried again later
        except AppError as error:
            states.fail_all(self.owner, code=error.code, message=error.message)
            raise

    def _is_finished(self) -> bool:
        """What is wanted before the job is done is made by it; what comes later starts another one."""
        try:
            with self.run.finishing() as result:
                lock_owner(self.owner.pk)
                if states.pending(self.owner).exists():
                    raise _MoreIsWanted
                result.update(made=self.made, failed=self.failed)
        except _MoreIsWanted:
            return False
        return True

    def _make_pending(self) -> None:
        waiting = list(states.pending(self.owner).values_list("pk", flat=True)[:_AT_ONCE])
        for pk in waiting:
            self.run.give_way()
            self._tell()
            if audio := self._taken(pk):
                self._make(audio)

    def _taken(self, pk: UUID) -> ItemAudio | None:
        """Counted before it is tried: who dies of it can't count any more."""
        audio = states.pending(self.owner).filter(pk=pk).first()
        if audio is None:
            return None
        tries, seen_at = audio.asked.get(TRIES, 0), audio.updated_at
        if tries >= MOST_TRIES:
            self._fail(audio, SpeechFailed(states.STOPPED_TOLD, code=states.STOPPED))
            return None
        audio.owner, audio.updated_at = self.owner, timezone.now()
        audio.asked = {**audio.asked, TRIES: tries + 1}
        as_it_was = ItemAudio.objects.filter(pk=pk, updated_at=seen_at)
        return audio if as_it_was.update(asked=audio.asked, updated_at=audio.updated_at) else None

    def _make(self, audio: ItemAudio) -> None:
        try:
            speak_audio(audio, run=self.run)
            self.made += 1
        except Overtaken:
            pass  # what is wanted now is among those that wait
        except (OutOfSpace, DatabaseError, OSError):
            raise  # so it is with all the others
        except SpeechFailed as error:
            self._try_later(audio, error)
        except AppError as error:
            if isinstance(error, Unavailable) and error.code == EngineBusy.code:
                raise  # the whole job waits, and is tried again
            self._fail(audio, error)
        except Exception:
            logger.exception("The sound %s broke", audio.pk)
            self._try_later(audio, SpeechFailed(states.BROKE))

    def _try_later(self, audio: ItemAudio, error: AppError) -> None:
        """Behind the others, a few times."""
        if audio.asked[TRIES] >= MOST_TRIES:
            self._fail(audio, error)

    def _fail(self, audio: ItemAudio, error: AppError) -> None:
        self.failed += 1
        states.fail_one(audio, error)

    def _tell(self) -> None:
        done = self.made + self.failed
        whole = done + states.pending(self.owner).count()
        self.run.checkpoint(done / max(whole, 1), f"{done} of {whole}")
