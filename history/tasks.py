"""What comes round by itself, and what takes longer than an answer may."""

import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone

from history import services
from history.asking import zone_of
from history.export_making import ExportMaking
from history.exports import KIND as EXPORT_KIND
from history.limits import site_limits
from history.models import Entry, HistoryPreferences
from history.preferences import RETAIN_KIND
from history.retention import Tidied, tidy
from jobs.errors import JobCancelled, JobLost
from jobs.registry import job_kind
from jobs.run import JobRun

logger = logging.getLogger(__name__)


@job_kind("history.purge", title="Remove deleted entries for good", every_seconds=120)
def purge(run: JobRun) -> dict[str, Any]:
    return {
        "entries_removed": services.purge_discarded(),
        "entries_broken_off": services.mark_broken_off(),
    }


@job_kind(RETAIN_KIND, title="Keep histories within their limits", every_seconds=600)
def retain(run: JobRun) -> dict[str, Any]:
    """Of the job's owner; of everybody where it has none."""
    whole = Tidied()
    failed = 0
    # All at once: SQLite lets nobody write who is in the middle of reading what others have changed since.
    for user in [run.owner] if run.owner else list(_people_to_look_at()):
        run.checkpoint()
        failed += not _is_tidied(user, run, whole)
    if failed:
        raise RuntimeError(f"The histories of {failed} people could not be tidied; the log says why.")
    return whole.as_dict()


def _is_tidied(user: Any, run: JobRun, whole: Tidied) -> bool:
    def tell(tidied: Tidied) -> None:
        run.checkpoint(step=f"Removed {whole.entries_removed + tidied.entries_removed:,} entries")

    try:
        whole.add(tidy(user, on_batch=tell))
    except (JobCancelled, JobLost):
        raise
    except Exception:  # one person's history must not keep the others' from being tidied
        logger.exception("The history of person %s could not be tidied", user.pk)
        return False
    return True


def _people_to_look_at() -> QuerySet:
    people = get_user_model().objects.order_by("pk")
    if site_limits().is_limited:
        return people
    limited = HistoryPreferences.objects.filter(
        Q(most_entries__isnull=False)
        | Q(most_mib__isnull=False)
        | Q(most_days__isnull=False)
        | Q(keeps_audio=False)
    )
    now = timezone.now()
    due = Entry.objects.filter(Q(expires_at__lte=now) | Q(text_expires_at__lte=now))
    return people.filter(Q(pk__in=limited.values("owner")) | Q(pk__in=due.values("owner")))


@job_kind(EXPORT_KIND, title="Export the history", attempts=3)
def export(run: JobRun) -> dict[str, Any]:
    return ExportMaking(run, zone=zone_of(run.owner)).make()
