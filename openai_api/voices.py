"""`/v1/audio/voices`: every voice that can be named, one's own and one's profiles among them."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from openai_api.base import OpenAiView
from openai_api.forms import FormParser
from openai_api.own_voices import (
    CustomVoiceDeletedSerializer,
    CustomVoiceSentSerializer,
    CustomVoiceSerializer,
    custom_voice_deleted,
    custom_voice_made,
)
from openai_api.schema import VoiceListSerializer
from profiles.voices import profile_voices
from speech.catalogue import VoiceName, voice_names
from speech.engines.base import Gender
from speech.fields import NameField, OneOfField, TextField
from speech.models import LANGUAGE_MAX_CHARACTERS
from speech.own_voices.listing import own_voice_names
from speech.wish_serializer import StrictSerializer


class VoiceFilterSerializer(StrictSerializer):
    model = NameField(required=False)
    language = NameField(most_characters=LANGUAGE_MAX_CHARACTERS, required=False)
    gender = OneOfField([gender.value for gender in Gender], required=False)
    q = TextField(most_characters=200, required=False)


FILTERS = [
    OpenApiParameter("model", str, description="Of this model alone"),
    OpenApiParameter("language", str, description="Such as `en`, or `en-GB` for that alone"),
    OpenApiParameter("gender", str, enum=[gender.value for gender in Gender]),
    OpenApiParameter("q", str, description="Part of a name, an id or a language"),
]


class Voices(OpenAiView):
    parser_classes = [FormParser]

    @extend_schema(
        operation_id="v1_voices_list",
        summary="List voices",
        parameters=FILTERS,
        responses=VoiceListSerializer,
    )
    def get(self, request: Request) -> Response:
        filters = VoiceFilterSerializer(data=request.query_params.dict())
        filters.is_valid(raise_exception=True)
        wanted: dict[str, Any] = filters.validated_data
        own = profile_voices(request.user, **wanted)
        known = [described(name) for name in voice_names(**wanted)]
        brought = own_voice_names(request.user, **wanted)
        known += [described(name, is_own=True) for name in brought]
        return Response({"voices": known + [described(name, is_profile=True) for name in own]})

    @extend_schema(
        operation_id="v1_voices_create",
        summary="Bring an own voice",
        request={"multipart/form-data": CustomVoiceSentSerializer},
        responses=CustomVoiceSerializer,
    )
    def post(self, request: Request) -> Response:
        return custom_voice_made(request)


class OneVoice(OpenAiView):
    @extend_schema(
        operation_id="v1_voices_delete",
        summary="Delete an own voice",
        responses=CustomVoiceDeletedSerializer,
    )
    def delete(self, request: Request, voice_id: str) -> Response:
        """Its recorded consent stays. Within a minute `/api/voices/{id}/restore` brings it back."""
        return custom_voice_deleted(request, voice_id)


def described(name: VoiceName, *, is_profile: bool = False, is_own: bool = False) -> dict[str, Any]:
    return {
        "id": name.id,
        "name": name.title,
        "language": name.language,
        "gender": name.gender,
        "model": name.engine,
        "alias_of": name.alias_of,
        "profile": is_profile,
        "own": is_own,
    }
