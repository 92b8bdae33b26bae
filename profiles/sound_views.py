"""Voices to be heard: of the catalogue, of a profile, and as an editor has it now."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from common.departures import departure_of
from common.errors import AppError, InvalidInput
from common.htmx import PageRequest
from common.streaming import stream
from profiles.access import profile_for
from profiles.forms import TryForm
from profiles.hearing import heard, profile_sample, voice_sample
from speech.requests import Wish

SAMPLE_KEPT_SECONDS = 7 * 86_400


@login_required
@require_safe
def of_voice(request: PageRequest, engine: str, voice: str) -> HttpResponse:
    return _sample(request, voice_sample(engine=engine, voice=voice, user=request.user))


@login_required
@require_safe
def of_profile(request: PageRequest, pk: UUID) -> HttpResponse:
    """The address has the profile's last change in it: a browser that keeps it keeps no old one."""
    return _sample(request, profile_sample(profile_for(request.user, pk)))


@login_required
@require_POST
def say(request: PageRequest) -> HttpResponseBase:
    """What is in the form, without saving it. A script is told in JSON what is wrong."""
    form = TryForm(request.POST, user=request.user)
    try:
        if not form.is_valid():
            field, [sentence, *_] = next(iter(form.errors.items()))
            raise InvalidInput(str(sentence), param=field)
        chunks = heard(form.wish(), user=request.user, departure=departure_of(request))
    except AppError as error:
        if not _is_by_script(request):
            raise
        return JsonResponse({"error": error.as_dict()}, status=error.status)
    response = stream(request, chunks, content_type="audio/mpeg")
    response["Cache-Control"] = "no-store"
    return response


def _is_by_script(request: PageRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _sample(request: PageRequest, wish: Wish) -> HttpResponse:
    data: Any = b"".join(heard(wish, user=request.user, departure=departure_of(request)))
    response = HttpResponse(data, content_type="audio/mpeg")
    response["Cache-Control"] = f"private, max-age={SAMPLE_KEPT_SECONDS}"
    return response
