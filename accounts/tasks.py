"""Work for a person's account that takes longer than a page may."""

import tempfile

from django.core.files import File
from django.utils import timezone

from accounts.models import AuditAction
from accounts.services import audit
from accounts.services.export import write_archive
from jobs.registry import job_kind
from jobs.run import JobRun


@job_kind("accounts.export", title="Export my data", attempts=3)
def export(run: JobRun) -> None:
    user = run.owner
    if user is None:
        return
    with tempfile.TemporaryFile() as file:
        counts = write_archive(
            user=user, file=file, on_step=lambda progress, step: run.checkpoint(progress=progress, step=step)
        )
        file.seek(0)
        run.attach_file(f"voicesite-{user.get_username()}-{timezone.localdate():%Y-%m-%d}.zip", File(file))
    with run.finishing() as result:
        result["rows"] = counts
        audit.record(AuditAction.DATA_EXPORTED, user=user)
