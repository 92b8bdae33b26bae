"""Hearing a rack's chain on a clip: what its player asks for. Told in JSON, as it is a script that asks."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from clips.access import clip_for
from clips.models import Clip, Source
from clips.queries import clips_of
from common.departures import departure_of
from common.errors import AppError, InvalidInput, NotFound
from common.htmx import PageRequest
from profiles.effects.preview import LONGEST_SECONDS, preview_of
from profiles.effects.previewing import preview_response
from speech.effect_chains import chain_in


@login_required
@require_POST
def preview(request: PageRequest) -> HttpResponse:
    try:
        heard = preview_of(
            clip=_clip(request.user, request.POST.get("clip", "")),
            effects=chain_in(request.POST.get("effects", "")),
            seconds=LONGEST_SECONDS,
            departure=departure_of(request),
        )
    except AppError as error:
        return JsonResponse({"error": error.as_dict()}, status=error.status)
    return preview_response(heard)


def _clip(user: object, clip_id: str) -> Clip:
    """Empty: what was spoken last."""
    if clip_id:
        return clip_for(user, _uuid(clip_id))
    spoken = clips_of(user).filter(source=Source.SPEECH, missing_at=None)
    newest = spoken.order_by("-created_at", "id").first()
    if newest is None:
        raise NotFound("Speak something first: the effects are heard on what you spoke last.", code="no_take")
    return newest


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidInput("Choose a clip from the list.", param="clip") from None
