"""The file a job made, sent to its owner."""

import mimetypes
from pathlib import PurePath

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponseBase

from common import serving
from jobs.models import Job


def file_response(request: HttpRequest, job: Job) -> HttpResponseBase:
    stored, name = job.file.name or "", job.file_name or "result"
    about = serving.Description(
        etag=f'"{PurePath(stored).stem}"',  # another attempt stores under another name
        content_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        name=name,
        is_attachment=True,
        cache_control="private, no-store",
    )
    return serving.file_response(request, default_storage.open(stored), about)
