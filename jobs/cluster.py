"""The queue's processes as one child: started, watched, restarted, stopped whole."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import time

import psutil
from django.conf import settings

from jobs.lifeline import PARENT_VARIABLE
from jobs.runner import WORKER_VARIABLE

logger = logging.getLogger(__name__)
_BACKOFF_MAX_SECONDS = 30.0
_STEADY_AFTER_SECONDS = 60.0
_HELPERS = 3  # the queue's guard, its fetcher and its recorder, beside the workers


class Cluster:
    """`manage.py qcluster` in a process group of its own, so that it can be ended whole."""

    def __init__(self, worker: str) -> None:
        self._worker = worker
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._ready_since: float | None = None
        self._next_start = 0.0
        self._backoff_seconds = 1.0

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def ready_seconds(self) -> float:
        """How long its workers have been there; a slow machine takes a while to get so far."""
        if not self.is_running:
            return 0.0
        if self._ready_since is None and self._count_processes() >= settings.CONFIG.workers + _HELPERS:
            self._ready_since = time.monotonic()
        return time.monotonic() - self._ready_since if self._ready_since is not None else 0.0

    def start_if_due(self) -> None:
        if self._process is None and time.monotonic() >= self._next_start:
            self._started, self._ready_since = time.monotonic(), None
            self._process = subprocess.Popen(
                [sys.executable, "-m", "jobs.cluster_process"],
                env=self._environment(),
                start_new_session=True,
            )

    def bury_if_dead(self) -> bool:
        """True where it has ended by itself. What is left of it is ended too, and a new one is due soon."""
        if self._process is None or self.is_running:
            return False
        logger.error(
            "The queue's processes ended with code %s; starting them again", self._process.returncode
        )
        if time.monotonic() - self._started > _STEADY_AFTER_SECONDS:
            self._backoff_seconds = 1.0
        self._next_start = time.monotonic() + self._backoff_seconds
        self._backoff_seconds = min(self._backoff_seconds * 2, _BACKOFF_MAX_SECONDS)
        self.kill()
        return True

    def ask_to_stop(self) -> None:
        """Its main process lets the others finish what they are doing."""
        if self._process is not None and self.is_running:
            self._process.terminate()

    def wait(self, seconds: float) -> bool:
        """True where it has ended."""
        try:
            if self._process is not None:
                self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> None:
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):  # all gone by themselves
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def _count_processes(self) -> int:
        try:
            return len(psutil.Process(self._process.pid).children(recursive=True)) if self._process else 0
        except psutil.NoSuchProcess:
            return 0

    def _environment(self) -> dict[str, str]:
        path = [str(settings.BASE_DIR), os.environ.get("PYTHONPATH", "")]
        return os.environ | {
            WORKER_VARIABLE: self._worker,
            PARENT_VARIABLE: str(os.getpid()),
            "PYTHONPATH": os.pathsep.join(part for part in path if part),
        }
