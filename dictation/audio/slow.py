"""A sound at less than its speed, at its own pitch: made while somebody waits for it, and kept nowhere."""

import io
import math

import soundfile
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from clips.models import Clip
from clips.playing import note_played
from common.departures import departure_of
from common.errors import InvalidInput
from common.serving import ASK_EACH_TIME, Description, file_response, is_unchanged
from profiles.effects.preview import heard_through
from speech.audio.samples import clipped, to_int16
from speech.effect_chains import kept_chain
from speech.recorded import FORMAT

SLOWEST, USUAL = 0.5, 1.0
# Stretched in a few seconds. Longer texts are not written down as a whole.
LONGEST_SECONDS = 180.0
_VERSION = 1


def speed_in(request: HttpRequest) -> float:
    """To the hundredth: there are no more speeds than one can tell apart."""
    given = request.GET.get("speed", "1")
    try:
        speed = float(given)
    except ValueError:
        speed = math.nan
    if not SLOWEST <= speed <= USUAL:  # NaN is in no range
        raise InvalidInput(f"speed must be a number from {SLOWEST:g} to {USUAL:g}.", param="speed")
    return round(speed, 2)


def slow_response(request: HttpRequest, clip: Clip, speed: float) -> HttpResponseBase:
    etag = f'"{clip.sha256}-{_VERSION}-{speed:.2f}"'
    if is_unchanged(request, etag):
        headers = {"ETag": etag, "Cache-Control": ASK_EACH_TIME}
        return HttpResponse(status=304, headers=headers)
    about = Description(
        etag=etag, content_type=f"audio/{FORMAT}", name=clip.download_name, is_attachment=False
    )
    response = file_response(request, ContentFile(_slowed(request, clip, speed)), about)
    note_played(clip)
    return response


def _slowed(request: HttpRequest, clip: Clip, speed: float) -> bytes:
    if clip.duration_seconds > LONGEST_SECONDS:
        raise InvalidInput(
            f"Only what is {LONGEST_SECONDS:g} seconds long or shorter can be heard slowly. Split the text.",
            param="speed",
            code="too_long",
        )
    slower = kept_chain([{"type": "speed", "factor": speed}])
    whole = clip.duration_seconds + 1
    with heard_through(clip=clip, effects=slower, seconds=whole, departure=departure_of(request)) as heard:
        file = io.BytesIO()
        soundfile.write(file, to_int16(clipped(heard.samples)), heard.rate_hz, "PCM_16", format=FORMAT)
    return file.getvalue()
