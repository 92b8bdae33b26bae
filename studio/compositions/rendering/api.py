"""`/api/compositions/{id}/render` and `/api/composer/render`."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import person
from common.parsers import JSONParser
from jobs.accepted import LOCATION
from jobs.models import Job
from jobs.serializers import JobSerializer
from jobs.waiting import WAIT, done_or_accepted, seconds_to_wait
from studio.compositions.access import composition_for
from studio.compositions.asking import object_sent
from studio.compositions.rendering.asking import MIX_FORMATS, MixAsked
from studio.compositions.rendering.services import render_at_once, start_render
from studio.compositions.timeline import MOST_TRACKS

INTRO = OpenApiExample(
    "Voice over music",
    value={
        "name": "Episode Intro",
        "format": "mp3",
        "tracks": [
            {
                "history_id": "6f1c4c1e-0b8a-4b7e-9a55-2f0d6c1b7a10",
                "offset_s": 0,
                "volume": 1.0,
                "muted": False,
                "solo": False,
                "effects": [],
            },
            {
                "clip_id": "0b0f9a52-5f0e-4a5e-8f59-3a1c55d2b6d4",
                "offset_s": 1.2,
                "volume": 0.25,
                "muted": False,
                "solo": False,
                "effects": [],
            },
        ],
    },
    request_only=True,
)


class CompositionRenderSerializer(serializers.Serializer):
    """In the schema; the service reads what is sent."""

    format = serializers.ChoiceField(choices=MIX_FORMATS, required=False, help_text="`wav` if left out")
    sample_rate_hz = serializers.IntegerField(required=False, help_text="The composition's if left out")
    stems = serializers.BooleanField(
        required=False, help_text="Besides, a ZIP with one file per track; see `stems_url`"
    )
    master = serializers.DictField(required=False, help_text="In place of the composition's")


class RenderedProblemSerializer(serializers.Serializer):
    track_id = serializers.CharField()
    region_id = serializers.CharField()
    clip_id = serializers.UUIDField(allow_null=True)
    message = serializers.CharField()


class RenderedCompositionSerializer(serializers.Serializer):
    composition_id = serializers.UUIDField()
    revision = serializers.IntegerField()
    clip_id = serializers.UUIDField()
    download_url = serializers.CharField()
    duration_ms = serializers.IntegerField()
    problems = RenderedProblemSerializer(many=True, help_text="What could not be heard; the rest is there")
    stems_url = serializers.CharField(required=False, help_text="Kept for a day")


class ComposerTrackSerializer(serializers.Serializer):
    clip_id = serializers.UUIDField(required=False)
    history_id = serializers.UUIDField(required=False)
    turn_id = serializers.UUIDField(required=False)
    composition_id = serializers.UUIDField(required=False)
    name = serializers.CharField(required=False)
    offset_s = serializers.FloatField(required=False, min_value=0)
    volume = serializers.FloatField(required=False, min_value=0, max_value=4)
    pan = serializers.FloatField(required=False, min_value=-1, max_value=1)
    muted = serializers.BooleanField(required=False)
    solo = serializers.BooleanField(required=False)
    effects = serializers.ListField(child=serializers.DictField(), required=False)


class ComposerRenderSerializer(serializers.Serializer):
    name = serializers.CharField(required=False)
    format = serializers.ChoiceField(choices=MIX_FORMATS, required=False)
    sample_rate = serializers.IntegerField(required=False, help_text="48000 if left out")
    stems = serializers.BooleanField(required=False)
    master = serializers.DictField(required=False)
    tracks: Any = serializers.ListSerializer(child=ComposerTrackSerializer(), max_length=MOST_TRACKS)


def _result(job: Job) -> Any:
    return job.result


class RenderComposition(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="compositions_render",
        request=CompositionRenderSerializer,
        responses={200: RenderedCompositionSerializer, 202: JobSerializer},
        parameters=[WAIT, LOCATION],
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Mix it, as a job. A sound that is gone is left out and told in `problems`."""
        seconds = seconds_to_wait(request)
        asked = MixAsked.read(object_sent(request))
        job = start_render(composition=composition_for(request.user, pk), asked=asked)
        return done_or_accepted(job, seconds, _result)


class ComposerRender(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="composer_render",
        request=ComposerRenderSerializer,
        responses={200: RenderedCompositionSerializer, 202: JobSerializer},
        parameters=[WAIT, LOCATION],
        examples=[INTRO],
    )
    def post(self, request: Request) -> Response:
        """A composition and its mix in one go: sounds by their ids, places in seconds."""
        seconds = seconds_to_wait(request)
        job = render_at_once(owner=person(request), payload=object_sent(request))
        return done_or_accepted(job, seconds, _result)
