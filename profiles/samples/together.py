"""A profile's samples together, over HTTP: to be listened to, or to be given to an engine elsewhere."""

import hashlib
import io
import math
from collections.abc import Sequence

from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from common.departures import departure_of
from common.errors import InvalidInput
from common.file_names import stem_of_title
from common.serving import Description, file_response, is_unchanged
from profiles.models import Profile, Sample
from profiles.samples.reference import combined, no_samples, used_samples
from profiles.samples.sound import seconds_of, span_of
from profiles.turns import turn
from speech.audio.encode import encode, write_whole

SHORTEST_SECONDS, USUAL_SECONDS, LONGEST_SECONDS = 1.0, 60.0, 300.0
RATE_HZ = 24_000
VERSION = 1  # of how they are put together


def asked_seconds(given: str) -> float:
    try:
        seconds = float(given) if given.strip() else USUAL_SECONDS
    except ValueError:
        seconds = math.nan
    if not SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
        raise InvalidInput(
            f"seconds must be a number from {SHORTEST_SECONDS:g} to {LONGEST_SECONDS:g}.", param="seconds"
        )
    return seconds


def together_response(request: HttpRequest, profile: Profile, *, most_seconds: float) -> HttpResponseBase:
    samples = used_samples(profile)
    if not samples:
        raise no_samples()
    return _response(request, samples, most_seconds, title=profile.name)


def sample_response(request: HttpRequest, sample: Sample) -> HttpResponseBase:
    """One alone, as it is used."""
    return _response(request, [sample], seconds_of(sample) + 1, title=sample.clip.title)


def _response(
    request: HttpRequest, samples: Sequence[Sample], most_seconds: float, *, title: str
) -> HttpResponseBase:
    about = Description(
        etag=_etag(samples, most_seconds),
        content_type="audio/wav",
        name=f"{stem_of_title(title, otherwise='samples')}.wav",
        is_attachment=False,
    )
    if is_unchanged(request, about.etag):  # before it is made
        return HttpResponse(status=304, headers={"ETag": about.etag, "Cache-Control": about.cache_control})
    with turn(departure_of(request)):
        wav = _wav(samples, most_seconds, title=title)
    return file_response(request, File(wav), about)


def _wav(samples: Sequence[Sample], most_seconds: float, *, title: str) -> io.BytesIO:
    made = combined(samples, most_seconds=most_seconds, rate_hz=RATE_HZ)
    file = io.BytesIO()
    write_whole(file, encode([made.samples], "wav", rate_hz=RATE_HZ, title=title), format_name="wav")
    file.seek(0)
    return file


def _etag(samples: Sequence[Sample], most_seconds: float) -> str:
    """Of what decides how it sounds."""
    used = [(str(sample.clip_id), *span_of(sample), sample.is_denoised) for sample in samples]
    told = repr((VERSION, RATE_HZ, most_seconds, used))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'
