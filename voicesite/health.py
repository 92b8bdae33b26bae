"""Is the site alive, and can it work? Each component answers for itself, with the time it took."""

import logging
import shutil
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from common.sizes import MIB
from jobs.queries import newest_worker_heartbeat, queue_wait_seconds
from speech.packs import DEFAULT_PACKS
from speech.provider_cards import provider_cards
from speech.services import pack_store

logger = logging.getLogger(__name__)

WORKER_SILENT_AFTER = timedelta(seconds=30)


@dataclass(frozen=True)
class Check:
    name: str
    status: str  # "ok" | "warning" | "error"
    detail: str
    milliseconds: float

    @property
    def is_error(self) -> bool:
        return self.status == "error"


Outcome = tuple[str, str]


def check_all() -> list[Check]:
    return [_timed(name, check) for name, check in CHECKS.items()]


def _timed(name: str, check: Callable[[], Outcome]) -> Check:
    started = time.perf_counter()
    try:
        status, detail = check()
    except Exception as error:  # a broken component must not hide the others
        logger.exception("The check of %s failed", name)
        # The class alone: a message may hold a path, a host or a password.
        status, detail = "error", f"{type(error).__name__}: the log says more"
    return Check(name, status, detail, round((time.perf_counter() - started) * 1000, 1))


def _database() -> Outcome:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return "ok", connection.vendor


def _storage() -> Outcome:
    name = default_storage.save(f"health/{uuid.uuid4().hex}", ContentFile(b"voicesite"))
    try:
        with default_storage.open(name) as file:
            is_intact = file.read() == b"voicesite"
    finally:
        default_storage.delete(name)
    return (
        ("ok", "written, read and removed")
        if is_intact
        else ("error", "what was written is not what was read")
    )


def _queue() -> Outcome:
    heartbeat = newest_worker_heartbeat()
    if heartbeat is None:
        return "error", "no worker has ever run: start one with `manage.py worker`"
    silence = timezone.now() - heartbeat.seen_at
    if silence > WORKER_SILENT_AFTER:
        return "error", f"no sign of life from a worker for {silence.total_seconds():.0f} s"
    wait = queue_wait_seconds()
    return "ok", f"worker seen {max(0.0, silence.total_seconds()):.0f} s ago; oldest job waits {wait:.0f} s"


def _packs() -> Outcome:
    store = pack_store()
    missing = [name for name in DEFAULT_PACKS if store.state(name) != "ready"]
    if missing:
        return "warning", f"not ready: {', '.join(missing)}; run `manage.py packs pull`"
    return "ok", f"{len(DEFAULT_PACKS)} ready"


def _providers() -> Outcome:
    """A provider that fails is somebody else's trouble, as long as this machine can speak by itself."""
    cards = [card for card in provider_cards() if card.is_enabled]
    wrong = [f"{card.name}: {card.reason}" for card in cards if card.config and card.reason]
    if not any(card.engine and not card.is_remote for card in cards):
        return "error", "; ".join(["nothing on this machine can speak", *wrong])
    if wrong:
        return "warning", "; ".join(wrong)
    return "ok", f"{sum(card.state != 'unavailable' for card in cards)} can speak"


def _disk() -> Outcome:
    free_mib = shutil.disk_usage(settings.DATA_DIR).free // MIB
    least = settings.CONFIG.free_disk_min_mib
    return ("ok" if free_mib >= least else "error"), f"{free_mib} MiB free, {least} needed"


CHECKS: dict[str, Callable[[], Outcome]] = {
    "database": _database,
    "storage": _storage,
    "queue": _queue,
    "packs": _packs,
    "providers": _providers,
    "disk": _disk,
}
