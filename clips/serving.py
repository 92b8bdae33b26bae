"""A clip's bytes and its picture over HTTP: parts, validators, names, and never the whole file in memory."""

import hashlib
from typing import IO, Any, Self

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header, parse_etags

from clips.models import Clip
from clips.ranges import ByteRange, Unsatisfiable, parse_range
from common.errors import InvalidInput, NotFound
from common.streaming import stream
from speech.audio.peaks import unpack
from speech.audio.picture import COLOURS, HEIGHTS, WIDTHS, waveform_png

CHUNK_BYTES = 256 * 1024
# Kept by the browser and asked about each time: what one person may hear, the next at that browser may not.
CACHE_CONTROL = "private, no-cache"
PICTURE_VERSION = 1


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


def audio_response(request: HttpRequest, clip: Clip) -> HttpResponseBase:
    etag = f'"{clip.sha256}"'
    if _is_unchanged(request, etag):
        return _with_headers(HttpResponse(status=304), clip, etag)
    file = _opened(clip)
    size = file.size
    try:
        part = _part_asked_for(request, etag, size)
    except Unsatisfiable:
        file.close()
        beyond = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        return _with_headers(beyond, clip, etag)
    response = _body(request, file, part or ByteRange(0, size - 1), status=206 if part else 200)
    if part:
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    _name_it(request, response, clip)
    return _with_headers(response, clip, etag)


def waveform_response(request: HttpRequest, clip: Clip) -> HttpResponse:
    width = _number(request, "width", default=640, bounds=WIDTHS)
    height = _number(request, "height", default=72, bounds=HEIGHTS)
    theme = request.GET.get("theme", "any")
    if theme not in COLOURS:
        raise InvalidInput(f"theme must be one of {', '.join(COLOURS)}.", param="theme")
    key = f"{PICTURE_VERSION} {width} {height} {theme}".encode() + bytes(clip.peaks)
    etag = f'"{hashlib.sha256(key).hexdigest()[:32]}"'
    if _is_unchanged(request, etag):
        response = HttpResponse(status=304)
    else:
        png = waveform_png(unpack(clip.peaks), width=width, height=height, theme=theme)
        response = HttpResponse(png, content_type="image/png")
    response["ETag"] = etag
    response["Cache-Control"] = CACHE_CONTROL
    return response


def _body(request: HttpRequest, file: Any, served: ByteRange, *, status: int) -> HttpResponseBase:
    response: HttpResponseBase
    if request.method == "HEAD":
        file.close()
        response = HttpResponse(status=status)
    else:
        response = stream(request, FileSlice(file, served), status=status)
    response["Content-Length"] = str(served.length)
    return response


def _opened(clip: Clip) -> Any:
    try:
        return clip.file.storage.open(clip.file_name, "rb")
    except FileNotFoundError:
        raise NotFound(
            f"The audio of “{clip.title}” is missing on the server. Upload it again.", code="file_missing"
        ) from None


def _part_asked_for(request: HttpRequest, etag: str, size: int) -> ByteRange | None:
    header = request.headers.get("Range")
    condition = request.headers.get("If-Range")
    # A weak or an old validator, or a date: the part could belong to another file.
    if not header or request.method != "GET" or (condition is not None and condition.strip() != etag):
        return None
    return parse_range(header, size)


def _is_unchanged(request: HttpRequest, etag: str) -> bool:
    given = request.headers.get("If-None-Match")
    if given is None:
        return False
    tags = [tag.removeprefix("W/") for tag in parse_etags(given)]
    return "*" in tags or etag in tags


def _name_it(request: HttpRequest, response: HttpResponseBase, clip: Clip) -> None:
    is_download = request.GET.get("download", "") not in ("", "0")
    response["Content-Type"] = clip.mime
    response["Content-Disposition"] = content_disposition_header(is_download, clip.download_name) or "inline"


def _with_headers(response: HttpResponseBase, clip: Clip, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = CACHE_CONTROL
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _number(request: HttpRequest, name: str, *, default: int, bounds: tuple[int, int]) -> int:
    given = request.GET.get(name, str(default))
    least, most = bounds
    if not (given.isascii() and given.isdigit() and len(given) < 9 and least <= int(given) <= most):
        raise InvalidInput(f"{name} must be a whole number from {least} to {most}.", param=name)
    return int(given)
