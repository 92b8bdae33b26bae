"""What the jobs themselves leave behind, tidied every hour."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Max, Q
from django.utils import timezone
from django_q.models import OrmQ

from common.stored_files import remove_strays
from jobs.delivery import RUNNER
from jobs.files import FOLDER
from jobs.leftovers import remove_leftovers
from jobs.models import Job, JobQuerySet, WorkerHeartbeat
from jobs.registry import job_kind, periodic_kinds
from jobs.run import JobRun

FILE_KEPT_FOR = timedelta(hours=24)
_SITE_JOBS_KEPT_FOR = timedelta(days=2)
_BATCH = 200


@job_kind("jobs.tidy", title="Tidy finished jobs", every_seconds=3600)
def tidy(run: JobRun) -> dict[str, Any]:
    removed = {"files": _remove_old_files(run), "jobs": _remove_old_jobs(run)}
    run.checkpoint(step="Looking for files without a job")
    removed["stray_files"] = remove_strays(
        folder=FOLDER,
        rows=Job.objects.all(),
        older_than=FILE_KEPT_FOR,
        on_folder=lambda done, total: run.checkpoint(),
    )
    removed["leftovers"] = remove_leftovers()
    removed["deliveries"] = _remove_stale_deliveries()
    removed["workers"], _ = WorkerHeartbeat.objects.filter(seen_at__lt=_ago(timedelta(days=1))).delete()
    return removed


def _remove_old_files(run: JobRun) -> int:
    """A result is there to be fetched, not to be kept."""
    old = Job.objects.finished().exclude(file="").filter(finished_at__lt=_ago(FILE_KEPT_FOR))
    count = 0
    for job in old.iterator(chunk_size=_BATCH):
        run.checkpoint(step="Removing old result files")
        default_storage.delete(job.file.name or "")
        count += Job.objects.filter(id=job.id, file=job.file.name).update(file="", file_name="")
    return count


def _remove_old_jobs(run: JobRun) -> int:
    kept_for = timedelta(days=settings.CONFIG.job_keep_days)
    # The last run of what comes round says when it is due again.
    finished = Job.objects.finished().exclude(_is_last_run())
    old = finished.filter(finished_at__lt=_ago(kept_for))
    site = finished.filter(owner=None, finished_at__lt=_ago(min(kept_for, _SITE_JOBS_KEPT_FOR)))
    return _delete_in_batches(run, old) + _delete_in_batches(run, site)


def _is_last_run() -> Q:
    kinds = [kind.name for kind in periodic_kinds()]
    rows = Job.objects.filter(owner=None, kind__in=kinds).order_by()
    last_runs = Q(pk__in=[])
    for kind, newest in rows.values_list("kind").annotate(Max("created_at")):
        last_runs |= Q(owner=None, kind=kind, created_at=newest)
    return last_runs


def _delete_in_batches(run: JobRun, jobs: JobQuerySet) -> int:
    count = 0
    while ids := list(jobs.values_list("id", flat=True)[:_BATCH]):
        run.checkpoint(step="Forgetting old jobs")
        count += Job.objects.filter(id__in=ids).delete()[0]
    return count


def _remove_stale_deliveries() -> int:
    """Fetched by a process that was killed: they would come again hours after the job was done."""
    count = 0
    for delivery in OrmQ.objects.filter(lock__gt=timezone.now()).iterator(chunk_size=_BATCH):
        task = delivery.task
        if task.get("func") != RUNNER:
            continue
        if not Job.objects.active().filter(id=task["args"][0]).exists():
            delivery.delete()
            count += 1
    return count


def _ago(age: timedelta) -> Any:
    return timezone.now() - age
