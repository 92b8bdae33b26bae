"""Where a render is written before it is a clip."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from jobs.run import JobRun


@contextmanager
def draft_folder(run: JobRun) -> Iterator[Path]:
    """Named after the job: what an attempt that was killed has left there, the next one removes."""
    uploads = Path(settings.FILE_UPLOAD_TEMP_DIR)
    for left in uploads.glob(f"render-{run.job_id}-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = uploads / f"render-{run.job_id}-{run.attempt}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
