"""The file a job made, sent to its owner."""

import mimetypes
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header

from common.streaming import stream
from jobs.models import Job

_CHUNK_BYTES = 256 * 1024


def file_response(request: HttpRequest, job: Job) -> StreamingHttpResponse:
    name = job.file_name or "result"
    headers = {
        "Content-Length": str(default_storage.size(job.file.name or "")),
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment",
        "Cache-Control": "private, no-store",
    }
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return stream(request, _chunks(job.file.name or ""), content_type=content_type, headers=headers)


def _chunks(name: str) -> Iterator[bytes]:
    with default_storage.open(name) as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk
