"""Work for a person's account that takes longer than a page may."""

import tempfile

from django.conf import settings
from django.core.files import File
from django.utils import timezone

from accounts.models import AuditAction
from accounts.services import audit
from accounts.services.export import EXPORT_KIND, forget_earlier_exports, write_archive
from accounts.services.tidying import forget_old_records
from clips.queries import storage_used_bytes
from clips.space import require_disk
from jobs.registry import job_kind
from jobs.run import JobRun


@job_kind(EXPORT_KIND, title="Export my data", attempts=3)
def export(run: JobRun) -> None:
    user = run.owner
    if user is None:
        return
    # The archive stands on the disk twice for a moment: while it is built and where it is kept.
    require_disk(bytes_needed=2 * storage_used_bytes(user))
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        counts = write_archive(
            user=user, file=file, on_step=lambda progress, step: run.checkpoint(progress=progress, step=step)
        )
        file.seek(0)
        run.attach_file(f"voicesite-{user.get_username()}-{timezone.localdate():%Y-%m-%d}.zip", File(file))
    with run.finishing() as result:
        result["rows"] = counts
        audit.record(AuditAction.DATA_EXPORTED, user=user)
    forget_earlier_exports(user=user, except_job_id=run.job_id)


@job_kind("accounts.tidy", title="Forget old sign-ins", attempts=3, every_seconds=86_400)
def tidy(run: JobRun) -> dict[str, int]:
    return forget_old_records()
