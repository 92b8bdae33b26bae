"""What a handler sees of its job: parameters, progress, cancellation, and the fence around its result."""

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from jobs.errors import JobCancelled, JobLost, JobPaused
from jobs.files import result_name
from jobs.models import STEP_MAX_CHARACTERS, Job, State

# Reading a row by its key costs a fraction of a millisecond, writing one costs other writers their turn.
CHECK_EVERY_SECONDS = 0.05
WRITE_EVERY_SECONDS = 0.4
# Then what is long goes back to the queue: it takes longer than a job may, and others want their turn.
SHARE_OF_TIMEOUT = 0.25


class JobRun:
    """One attempt at a job, by the holder of `token`."""

    def __init__(self, job: Job, token: uuid.UUID) -> None:
        self.job_id = job.id
        self.owner = job.owner
        self.params: dict[str, Any] = job.params
        self.attempt = job.attempts
        self.is_finished = False
        self._token = token
        self._attached: list[str] = []
        self._report: dict[str, Any] = {}
        self._report_lock = threading.Lock()  # the heartbeat's thread writes it too
        self._last_check = self._last_write = 0.0
        self._has_worked = False
        self._gives_way_at = time.monotonic() + SHARE_OF_TIMEOUT * settings.CONFIG.job_timeout_seconds

    def checkpoint(self, progress: float | None = None, step: str | None = None) -> None:
        """Say how far it is. Raises `JobCancelled` or `JobLost` where there is no point in going on."""
        with self._report_lock:
            if progress is not None:
                self._report["progress"] = min(max(float(progress), 0.0), 1.0)
            if step is not None:
                self._report["step"] = step[:STEP_MAX_CHARACTERS]
        if self._is_time_to_check():
            self.check()
        if self._report and time.monotonic() - self._last_write >= WRITE_EVERY_SECONDS:
            self.beat()

    def check(self) -> None:
        found = list(self._held().values_list("cancel_requested_at", flat=True))
        if not found:
            raise JobLost
        if found[0] is not None:
            raise JobCancelled

    def give_way(self) -> None:
        """Asked before each piece of long work; never at the first: every attempt gets on.

        Raises `JobPaused` where others should have their turn.
        """
        if self._has_worked and time.monotonic() > self._gives_way_at:
            raise JobPaused
        self._has_worked = True

    def beat(self) -> None:
        """Keep the lease, and write what was reported since the last time."""
        with self._report_lock:
            report, self._report = self._report, {}
        self._last_write = time.monotonic()
        now = timezone.now()
        self._held().update(heartbeat_at=now, updated_at=now, **report)

    @property
    def has_news(self) -> bool:
        return bool(self._report)

    @contextmanager
    def finishing(self) -> Iterator[dict[str, Any]]:
        """What happens inside commits together with the job's being done, or not at all.

        Fill the dict that it gives with the result.
        """
        result: dict[str, Any] = {}
        with transaction.atomic():
            # Writing first locks the row: from here nobody can take the job away or cancel it.
            if not self._held().update(heartbeat_at=timezone.now()):
                raise JobLost
            self.check()
            yield result
            self._held().update(**_done(result))
        self.is_finished = True

    def attach_file(self, name: str, file: File) -> None:
        """The file that the owner downloads when the job is done."""
        stored = result_name(name)
        # The row names the file before it exists, so that a killed worker leaves none behind unknown.
        if not self._held().update(file=stored, file_name=name[:200]):
            raise JobLost
        self._attached.append(stored)
        default_storage.save(stored, file)

    def discard_files(self) -> None:
        for name in self._attached:
            default_storage.delete(name)

    def _held(self) -> Any:
        return Job.objects.filter(id=self.job_id, run_token=self._token, state=State.RUNNING)

    def _is_time_to_check(self) -> bool:
        now = time.monotonic()
        if now - self._last_check < CHECK_EVERY_SECONDS:
            return False
        self._last_check = now
        return True


def _done(result: dict[str, Any]) -> dict[str, Any]:
    now = timezone.now()
    return {
        "state": State.DONE,
        "run_token": None,
        "progress": 1.0,
        "step": "",
        "result": result,
        "error": "",
        "error_code": "",
        "finished_at": now,
        "updated_at": now,
    }
