"""A clip's bytes and its picture over HTTP."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from clips.models import Clip
from clips.playing import note_played
from clips.reading import opened
from common.errors import InvalidInput
from common.serving import ASK_EACH_TIME, Description, file_response, is_unchanged
from speech.audio.peaks import unpack
from speech.audio.picture import COLOURS, HEIGHTS, WIDTHS, waveform_png

PICTURE_VERSION = 1


def audio_response(request: HttpRequest, clip: Clip, *, save_as: str = "") -> HttpResponseBase:
    """To be saved under that name, or, without one, as the address asks for it."""
    about = Description(
        etag=f'"{clip.sha256}"',
        content_type=clip.mime,
        name=save_as or clip.download_name,
        is_attachment=bool(save_as) or request.GET.get("download", "") not in ("", "0"),
    )
    response = file_response(request, opened(clip), about)
    if request.method == "GET" and response.status_code in (200, 206):
        note_played(clip)
    return response


def waveform_response(request: HttpRequest, clip: Clip) -> HttpResponse:
    width = _number(request, "width", default=640, bounds=WIDTHS)
    height = _number(request, "height", default=72, bounds=HEIGHTS)
    theme = request.GET.get("theme", "any")
    if theme not in COLOURS:
        raise InvalidInput(f"theme must be one of {', '.join(COLOURS)}.", param="theme")
    key = f"{PICTURE_VERSION} {width} {height} {theme}".encode() + bytes(clip.peaks)
    etag = f'"{hashlib.sha256(key).hexdigest()[:32]}"'
    if is_unchanged(request, etag):
        response = HttpResponse(status=304)
    else:
        png = waveform_png(unpack(clip.peaks), width=width, height=height, theme=theme)
        response = HttpResponse(png, content_type="image/png")
    response["ETag"] = etag
    response["Cache-Control"] = ASK_EACH_TIME
    return response


def _number(request: HttpRequest, name: str, *, default: int, bounds: tuple[int, int]) -> int:
    given = request.GET.get(name, str(default))
    least, most = bounds
    if not (given.isascii() and given.isdigit() and len(given) < 9 and least <= int(given) <= most):
        raise InvalidInput(f"{name} must be a whole number from {least} to {most}.", param=name)
    return int(given)
