"""A stored file over HTTP: parts, validators, names, and never the whole of it in memory."""

from dataclasses import dataclass
from typing import IO, Any, Self

from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header, parse_etags

from common.ranges import ByteRange, Unsatisfiable, parse_range
from common.streaming import stream

CHUNK_BYTES = 256 * 1024
# Kept by the browser and asked about each time: what one person may see, the next at that browser may not.
ASK_EACH_TIME = "private, no-cache"


@dataclass(frozen=True)
class Description:
    """What is told about a file, whichever part of it is asked for."""

    etag: str  # in its quotes
    content_type: str
    name: str
    is_attachment: bool
    cache_control: str = ASK_EACH_TIME


class FileSlice:
    """Iterates over part of an open file, and closes it when drained or told to."""

    def __init__(self, file: IO[bytes], part: ByteRange) -> None:
        self._file = file
        self._left = part.length
        file.seek(part.first)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        chunk = self._file.read(min(CHUNK_BYTES, self._left)) if self._left else b""
        if not chunk:
            self.close()
            raise StopIteration
        self._left -= len(chunk)
        return chunk

    def close(self) -> None:
        self._file.close()


def file_response(request: HttpRequest, file: File, about: Description) -> HttpResponseBase:
    """`file` is open, and is closed when its bytes are sent or not wanted."""
    if is_unchanged(request, about.etag):
        file.close()
        return _with_headers(HttpResponse(status=304), about)
    size = file.size
    try:
        part = _part_asked_for(request, about.etag, size)
    except Unsatisfiable:
        file.close()
        return _with_headers(HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}), about)
    response = _body(request, file, part or ByteRange(0, size - 1), status=206 if part else 200)
    if part:
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    response["Content-Type"] = about.content_type
    response["Content-Disposition"] = content_disposition_header(about.is_attachment, about.name) or "inline"
    return _with_headers(response, about)


def is_unchanged(request: HttpRequest, etag: str) -> bool:
    given = request.headers.get("If-None-Match")
    if given is None:
        return False
    tags = [tag.removeprefix("W/") for tag in parse_etags(given)]
    return "*" in tags or etag in tags


def _body(request: HttpRequest, file: Any, served: ByteRange, *, status: int) -> HttpResponseBase:
    response: HttpResponseBase
    if request.method == "HEAD":
        file.close()
        response = HttpResponse(status=status)
    else:
        response = stream(request, FileSlice(file, served), status=status)
    response["Content-Length"] = str(served.length)
    return response


def _part_asked_for(request: HttpRequest, etag: str, size: int) -> ByteRange | None:
    header = request.headers.get("Range")
    condition = request.headers.get("If-Range")
    # A weak or an old validator, or a date: the part could belong to another file.
    if not header or request.method != "GET" or (condition is not None and condition.strip() != etag):
        return None
    return parse_range(header, size)


def _with_headers(response: HttpResponseBase, about: Description) -> HttpResponseBase:
    response["ETag"] = about.etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = about.cache_control
    response["X-Content-Type-Options"] = "nosniff"
    return response
