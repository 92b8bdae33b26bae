"""What requests of `/api/compositions` have in common: bodies, revisions, answers."""

from collections.abc import Mapping
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from common.errors import InvalidInput
from common.revisions import ETAG, etag_of
from studio.compositions.serializers import CompositionSerializer
from studio.compositions.shown import shown
from studio.models import Composition


def object_sent(request: Request) -> dict[str, Any]:
    if not isinstance(request.data, Mapping):
        raise InvalidInput("Send a JSON object.")
    return dict(request.data)


def answer(composition: Composition, **kwargs: Any) -> Response:
    body = CompositionSerializer(shown(composition)).data
    return Response(body, headers={ETAG: etag_of(composition)}, **kwargs)


def track_in(composition: Composition, track_id: str) -> Any:
    return next(track for track in composition.timeline["tracks"] if track["id"] == track_id)


def region_in(composition: Composition, region_id: str) -> Any:
    tracks = composition.timeline["tracks"]
    return next(each for track in tracks for each in track["regions"] if each["id"] == region_id)
