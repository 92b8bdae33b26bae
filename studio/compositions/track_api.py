"""Tracks and regions one at a time, for programs that don't want to send the whole timeline."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.revisions import ETAG, etag_of, expected_revision
from common.schema import EXPECTS_REVISION
from studio.compositions import tracks
from studio.compositions.access import composition_for
from studio.compositions.api import PARSERS
from studio.compositions.asking import object_sent, region_in, track_in
from studio.compositions.serializers import (
    ChangedRegionSerializer,
    RegionSerializer,
    TrackListSerializer,
    TrackSerializer,
    TrackWriteSerializer,
)
from studio.models import Composition

GONE = {204: OpenApiResponse(description="Removed")}


def _told(composition: Composition, body: Any = None, **kwargs: Any) -> Response:
    return Response(body, headers={ETAG: etag_of(composition)}, **kwargs)


class Tracks(APIView):
    required_scope = "manage"
    parser_classes = PARSERS

    @extend_schema(operation_id="composition_tracks_list", responses=TrackListSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        composition = composition_for(request.user, pk)
        return _told(composition, {"items": composition.timeline["tracks"]})

    @extend_schema(
        operation_id="composition_tracks_create",
        request=TrackWriteSerializer,
        parameters=[EXPECTS_REVISION],
        responses={201: TrackSerializer},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """At the end, or at its `position`. Left out, its `id` is made up; `regions` may come along."""
        composition, track_id = tracks.add_track(
            composition=composition_for(request.user, pk),
            expected_revision=expected_revision(request),
            track=object_sent(request),
        )
        return _told(composition, track_in(composition, track_id), status=status.HTTP_201_CREATED)


class OneTrack(APIView):
    required_scope = "manage"
    parser_classes = PARSERS

    @extend_schema(
        operation_id="composition_tracks_update",
        request=TrackWriteSerializer,
        parameters=[EXPECTS_REVISION],
        responses=TrackSerializer,
    )
    def patch(self, request: Request, pk: UUID, track_id: str) -> Response:
        """What is left out stays. `position`, from 1, moves it among the tracks."""
        composition = tracks.change_track(
            composition=composition_for(request.user, pk),
            expected_revision=expected_revision(request),
            track_id=track_id,
            fields=object_sent(request),
        )
        return _told(composition, track_in(composition, track_id))

    @extend_schema(operation_id="composition_tracks_delete", parameters=[EXPECTS_REVISION], responses=GONE)
    def delete(self, request: Request, pk: UUID, track_id: str) -> Response:
        """With its regions."""
        composition = tracks.remove_track(
            composition=composition_for(request.user, pk),
            expected_revision=expected_revision(request),
            track_id=track_id,
        )
        return _told(composition, status=status.HTTP_204_NO_CONTENT)


class Regions(APIView):
    required_scope = "manage"
    parser_classes = PARSERS

    @extend_schema(
        operation_id="composition_regions_create",
        request=ChangedRegionSerializer,
        parameters=[EXPECTS_REVISION],
        responses={201: RegionSerializer},
    )
    def post(self, request: Request, pk: UUID, track_id: str) -> Response:
        """Needs its `source`; all else may be left out."""
        composition, region_id = tracks.add_region(
            composition=composition_for(request.user, pk),
            expected_revision=expected_revision(request),
            track_id=track_id,
            region=object_sent(request),
        )
        return _told(composition, region_in(composition, region_id), status=status.HTTP_201_CREATED)


class OneRegion(APIView):
    required_scope = "manage"
    parser_classes = PARSERS

    @extend_schema(
        operation_id="composition_regions_update",
        request=ChangedRegionSerializer,
        parameters=[EXPECTS_REVISION],
        responses=RegionSerializer,
    )
    def patch(self, request: Request, pk: UUID, track_id: str, region_id: str) -> Response:
        """What is left out stays. `track_id` moves it to another track."""
        composition = tracks.change_region(
            composition=composition_for(request.user, pk),
            expected_revision=expected_revision(request),
            track_id=track_id,
            region_id=region_id,
            fields=object_sent(request),
        )
        return _told(composition, region_in(composition, region_id))

    @extend_schema(operation_id="composition_regions_delete", parameters=[EXPECTS_REVISION], responses=GONE)
    def delete(self, request: Request, pk: UUID, track_id: str, region_id: str) -> Response:
        composition = tracks.remove_region(
            composition=composition_for(request.user, pk),
            expected_revision=expected_revision(request),
            track_id=track_id,
            region_id=region_id,
        )
        return _told(composition, status=status.HTTP_204_NO_CONTENT)
