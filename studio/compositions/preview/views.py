"""What the page of a composition plays: asked for by its scripts, told in JSON where it can't be."""

import hashlib
import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from clips.access import clip_for
from clips.models import Clip
from clips.playing import note_played
from common.departures import departure_of
from common.errors import AppError, InvalidInput
from common.htmx import PageRequest
from common.serving import ASK_EACH_TIME, is_unchanged
from profiles.turns import turn
from studio.compositions.access import composition_for
from studio.compositions.preview.asking import Stretch, clip_id_in, digest_in, stretch_in
from studio.compositions.preview.freezing import frozen
from studio.compositions.preview.stems import stem_of, stem_window
from studio.compositions.preview.windows import clip_window
from studio.models import Composition

WINDOWS_VERSION = 1


@login_required
@require_safe
def sound(request: PageRequest, pk: UUID) -> HttpResponse:
    """Of one of the person's clips: a region that was added just now is heard before it is saved."""
    try:
        composition = composition_for(request.user, pk)
        stretch = stretch_in(request, rate_hz=composition.sample_rate_hz)
        if digest := digest_in(request):
            return _of_stem(request, digest, stretch)
        return _of_clip(request, composition, clip_for(request.user, clip_id_in(request)), stretch)
    except AppError as error:
        return _told(error)


@login_required
@require_POST
def freeze(request: PageRequest, pk: UUID) -> HttpResponse:
    """What of the document that is sent a browser can't make itself: where each of it is, or how far."""
    try:
        composition = composition_for(request.user, pk)
        return JsonResponse(frozen(composition=composition, document=_document(request)))
    except AppError as error:
        return _told(error)


def _of_clip(request: PageRequest, composition: Composition, clip: Clip, stretch: Stretch) -> HttpResponse:
    rate_hz = composition.sample_rate_hz
    etag = _etag(clip.sha256, rate_hz, stretch)
    if is_unchanged(request, etag):
        return _sound(b"", etag, status=304)
    with turn(departure_of(request)) as check:
        data = clip_window(clip, rate_hz=rate_hz, start=stretch.start, frames=stretch.frames, check=check)
    note_played(clip)
    return _sound(data, etag)


def _of_stem(request: PageRequest, digest: str, stretch: Stretch) -> HttpResponse:
    stem = stem_of(request.user, digest)
    etag = _etag(digest, stem.rate_hz, stretch)
    if is_unchanged(request, etag):
        return _sound(b"", etag, status=304)
    return _sound(stem_window(stem, start=stretch.start, frames=stretch.frames), etag)


def _document(request: PageRequest) -> Any:
    try:
        return json.loads(request.body)["timeline"]
    except (ValueError, RecursionError, KeyError, TypeError):
        raise InvalidInput('Send the document as JSON: {"timeline": {…}}.', param="timeline") from None


def _etag(what: str, rate_hz: int, stretch: Stretch) -> str:
    key = f"{WINDOWS_VERSION} {what} {rate_hz} {stretch.start} {stretch.frames}"
    return f'"{hashlib.sha256(key.encode()).hexdigest()[:32]}"'


def _sound(data: bytes, etag: str, *, status: int = 200) -> HttpResponse:
    response = HttpResponse(data, status=status, content_type="audio/wav")
    response["ETag"] = etag
    response["Cache-Control"] = ASK_EACH_TIME
    return response


def _told(error: AppError) -> JsonResponse:
    headers = {"Cache-Control": "no-store"}
    if seconds := getattr(error, "retry_after_seconds", None):
        headers["Retry-After"] = str(seconds)
    return JsonResponse({"error": error.as_dict()}, status=error.status, headers=headers)
