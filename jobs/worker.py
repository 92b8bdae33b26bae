"""`manage.py worker`: keeps the queue's processes going, does the janitor's round, stops cleanly."""

import logging
import os
import secrets
import signal
import socket
import time
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils import timezone

from jobs import janitor
from jobs.cluster import Cluster
from jobs.models import WorkerHeartbeat
from jobs.queries import queue_wait_seconds
from jobs.transitions import hand_back, running, take_up

logger = logging.getLogger(__name__)
ROUND_EVERY_SECONDS = 2.0
# The supervisor above kills after 5 s: these together stay below it.
FINISH_SECONDS = 1.5
UNWIND_SECONDS = 1.5
STUCK_AFTER_SECONDS = 10.0
STUCK_AFTER_MAX_SECONDS = 300.0
STUCK_BUSY_FACTOR = 6  # it costs the jobs under way a new beginning
_LOOK_EVERY_SECONDS = 0.2


class Worker:
    def __init__(self) -> None:
        # The random part tells two machines apart that believe to have the same name.
        self.name = f"{socket.gethostname()[:100]}-{secrets.token_hex(3)}"
        self._cluster = Cluster(self.name)
        self._is_stopping = False
        self._next_round = 0.0
        self._patience_seconds = STUCK_AFTER_SECONDS

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        logger.info("Worker %s started, %d jobs at once", self.name, settings.CONFIG.workers)
        try:
            while not self._is_stopping:
                self._look_after_cluster()
                self._round_if_due()
                time.sleep(_LOOK_EVERY_SECONDS)
        finally:
            self._shut_down()

    def _stop(self, *_: Any) -> None:
        self._is_stopping = True

    def _look_after_cluster(self) -> None:
        if self._cluster.bury_if_dead():
            self._safely("take up its jobs", lambda: take_up(running(worker=self.name)))
        self._cluster.start_if_due()

    def _round_if_due(self) -> None:
        if time.monotonic() >= self._next_round:
            self._next_round = time.monotonic() + ROUND_EVERY_SECONDS
            self._safely("do its round", self._round)

    def _round(self) -> None:
        janitor.take_up_dead(worker=self.name)
        busy = running(worker=self.name).count()
        if self._cluster.ready_seconds > 0:
            self._sign_of_life(busy)
        janitor.tick()
        if busy:
            self._patience_seconds = STUCK_AFTER_SECONDS
        if self._is_stuck(busy):
            self._start_afresh()

    def _sign_of_life(self, busy: int) -> None:
        WorkerHeartbeat.objects.update_or_create(
            name=self.name,
            defaults={"pid": os.getpid(), "busy": busy, "seen_at": timezone.now()},
        )

    def _is_stuck(self, busy: int) -> bool:
        """A process killed while it waits for work takes the queue's lock along; the others wait for ever."""
        if busy >= settings.CONFIG.workers:
            return False
        patience = self._patience_seconds * (STUCK_BUSY_FACTOR if busy else 1)
        return self._cluster.ready_seconds > patience and queue_wait_seconds() > patience

    def _start_afresh(self) -> None:
        logger.error("Jobs wait but none is begun; starting the queue's processes again")
        # Should that not help, the next time is later: a machine that is merely slow gets slower by it.
        self._patience_seconds = min(self._patience_seconds * 2, STUCK_AFTER_MAX_SECONDS)
        self._cluster.kill()
        hand_back(running(worker=self.name))

    def _shut_down(self) -> None:
        """Short jobs end; the handlers of long ones lose their lease and unwind; the rest is killed."""
        self._cluster.ask_to_stop()
        if not self._cluster.wait(FINISH_SECONDS):
            self._safely("hand back its jobs", lambda: hand_back(running(worker=self.name)))
            self._cluster.wait(UNWIND_SECONDS)
        self._cluster.kill()
        self._safely("hand back its jobs", lambda: hand_back(running(worker=self.name)))
        self._safely("sign off", lambda: WorkerHeartbeat.objects.filter(name=self.name).delete())
        logger.info("Worker %s stopped", self.name)

    def _safely(self, what: str, action: Any) -> None:
        """The database may be away for a while; the worker outlives that."""
        try:
            action()
        except Exception:
            logger.exception("Worker %s could not %s", self.name, what)
            connections.close_all()
