"""`/api/effects` and `/api/effect-presets`: what effects there are, chains of them under a name, and how one
sounds on a clip.
"""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clips.access import clip_for
from common.departures import departure_of
from profiles.effects import services
from profiles.effects.access import builtin_preset, builtin_refusal, discarded_preset_for, preset_for
from profiles.effects.catalogue import catalogue
from profiles.effects.preview import preview_of
from profiles.effects.previewing import preview_response
from profiles.effects.queries import all_presets_of
from profiles.effects.serializers import (
    EffectCatalogueSerializer,
    EffectPresetListSerializer,
    EffectPresetOrderSerializer,
    EffectPresetSerializer,
    EffectPresetWriteSerializer,
    EffectPreviewSerializer,
)

AUDIO = {(200, "audio/wav"): OpenApiTypes.BINARY, (200, "audio/mpeg"): OpenApiTypes.BINARY}


def _given(serializer: Any) -> Any:
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


def _listed(user: Any) -> Response:
    presets = all_presets_of(user)
    return Response(EffectPresetListSerializer({"items": presets, "total": len(presets)}).data)


class Effects(APIView):
    required_scope = ("speech", "manage")

    @extend_schema(operation_id="effects_list", responses=EffectCatalogueSerializer)
    def get(self, request: Request) -> Response:
        """Every effect there is, in the order people are offered them, with all that can be set."""
        return Response(EffectCatalogueSerializer(catalogue()).data)


class Preview(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="effects_preview", request=EffectPreviewSerializer, responses=AUDIO)
    def post(self, request: Request) -> HttpResponse:
        """Up to 30 seconds of a clip with a chain of effects, in mono. Nothing of it is stored.

        `X-Stretch` says where the beginning and the end of the stretch are in what is heard, in seconds:
        effects may move them.
        """
        asked = _given(EffectPreviewSerializer(data=request.data))
        clip = clip_for(request.user, asked.pop("clip_id"))
        return preview_response(preview_of(clip=clip, departure=departure_of(request._request), **asked))


class Presets(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="effect_presets_list", responses=EffectPresetListSerializer)
    def get(self, request: Request) -> Response:
        """Those that everybody has, then one's own in one's own order."""
        return _listed(request.user)

    @extend_schema(
        operation_id="effect_presets_create",
        request=EffectPresetWriteSerializer,
        responses={201: EffectPresetSerializer},
    )
    def post(self, request: Request) -> Response:
        given = _given(EffectPresetWriteSerializer(data=request.data))
        preset = services.create_preset(owner=request.user, **given)
        return Response(EffectPresetSerializer(preset).data, status=status.HTTP_201_CREATED)


class PresetOrder(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="effect_presets_order",
        request=EffectPresetOrderSerializer,
        responses=EffectPresetListSerializer,
    )
    def post(self, request: Request) -> Response:
        """All of one's own in a new order. Those that everybody has stay first."""
        given = _given(EffectPresetOrderSerializer(data=request.data))
        services.put_in_order(owner=request.user, ids=given["ids"])
        return _listed(request.user)


class OnePreset(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="effect_presets_retrieve", responses=EffectPresetSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(EffectPresetSerializer(preset_for(request.user, pk)).data)

    @extend_schema(
        operation_id="effect_presets_replace",
        request=EffectPresetWriteSerializer,
        responses=EffectPresetSerializer,
    )
    def put(self, request: Request, pk: UUID) -> Response:
        """Name and chain."""
        return self._changed(request, pk, partial=False)

    @extend_schema(
        operation_id="effect_presets_update",
        request=EffectPresetWriteSerializer,
        responses=EffectPresetSerializer,
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """What is left out stays."""
        return self._changed(request, pk, partial=True)

    @extend_schema(
        operation_id="effect_presets_delete",
        responses={204: OpenApiResponse(description="Deleted; it can be restored for a minute")},
    )
    def delete(self, request: Request, pk: UUID) -> Response:
        services.discard(preset=preset_for(request.user, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _changed(self, request: Request, pk: UUID, *, partial: bool) -> Response:
        preset = preset_for(request.user, pk)
        given = _given(EffectPresetWriteSerializer(data=request.data, partial=partial))
        return Response(EffectPresetSerializer(services.update_preset(preset=preset, **given)).data)


class RestorePreset(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="effect_presets_restore", request=None, responses=EffectPresetSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Undo its deletion, within a minute."""
        preset = services.restore(preset=discarded_preset_for(request.user, pk))
        return Response(EffectPresetSerializer(preset).data)


class BuiltinPreset(APIView):
    """By its slug. It is everybody's: reading it is all there is."""

    required_scope = "manage"

    @extend_schema(operation_id="effect_presets_retrieve_builtin", responses=EffectPresetSerializer)
    def get(self, request: Request, slug: str) -> Response:
        return Response(EffectPresetSerializer(builtin_preset(slug)).data)

    @extend_schema(exclude=True)
    def put(self, request: Request, slug: str) -> Response:
        raise builtin_refusal(slug)

    patch = delete = put
