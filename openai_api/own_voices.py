"""The custom voices of `/v1/`: a recorded consent first, then a voice, which is one of `/api/voices`, too."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.errors import AppError, InvalidInput, NotFound
from openai_api.base import AnyNumberJSONParser, OpenAiView
from openai_api.forms import FormParser, fields_of
from speech.fields import NameField, OneOfField
from speech.own_voices import consents
from speech.own_voices.access import consent_for, own_voice_for
from speech.own_voices.models import LANGUAGE_MAX_CHARACTERS, OwnVoice, VoiceConsent
from speech.own_voices.queries import consents_after, consents_of
from speech.own_voices.recordings import of_upload
from speech.own_voices.services import create_voice, discard
from speech.wish_serializer import StrictSerializer

USUAL_LIMIT, LARGEST_LIMIT = 20, 100
MADE_OF = "audio_sample"


class CustomVoiceSentSerializer(StrictSerializer):
    name = NameField()
    audio_sample = serializers.FileField(allow_empty_file=True, help_text="1 to 60 s of one person speaking")
    consent = NameField(help_text="The id of a recorded consent")
    type = OneOfField([MADE_OF], required=False, help_text="No voice is made of a description here")


class CustomVoiceSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="What `voice` takes")
    object = serializers.CharField(default="audio.voice")
    type = serializers.CharField(default=MADE_OF)
    name = serializers.CharField()
    created_at = serializers.IntegerField(help_text="Seconds since 1970")


class CustomVoiceDeletedSerializer(serializers.Serializer):
    id = serializers.CharField()
    object = serializers.CharField(default="audio.voice.deleted")
    deleted = serializers.BooleanField()


class ConsentSentSerializer(StrictSerializer):
    name = NameField()
    language = NameField(most_characters=LANGUAGE_MAX_CHARACTERS, help_text="BCP 47")
    recording = serializers.FileField(allow_empty_file=True, help_text="Somebody who says that they agree")


class ConsentRenamedSerializer(StrictSerializer):
    name = NameField()


class RecordedConsentSerializer(serializers.Serializer):
    id = serializers.CharField()
    object = serializers.CharField(default="audio.voice_consent")
    name = serializers.CharField()
    language = serializers.CharField()
    created_at = serializers.IntegerField(help_text="Seconds since 1970")


class RecordedConsentListSerializer(serializers.Serializer):
    object = serializers.CharField(default="list")
    data = RecordedConsentSerializer(many=True)  # type: ignore[assignment]  # a field here, a property there
    first_id = serializers.CharField(allow_null=True)
    last_id = serializers.CharField(allow_null=True)
    has_more = serializers.BooleanField()


class ConsentDeletedSerializer(serializers.Serializer):
    id = serializers.CharField()
    object = serializers.CharField(default="audio.voice_consent")
    deleted = serializers.BooleanField()


def custom_voice_made(request: Request) -> Response:
    given = _form(CustomVoiceSentSerializer, request)
    consent = _consent(request.user, given["consent"], param="consent")
    voice = create_voice(
        owner=request.user,
        name=given["name"],
        recording=of_upload(given["audio_sample"], param="audio_sample"),
        consent=consent,
        language=consent.language,
    )
    return Response(_voice_told(voice))


def custom_voice_deleted(request: Request, voice_id: str) -> Response:
    try:
        voice = own_voice_for(request.user, UUID(voice_id))
    except (ValueError, NotFound):
        raise NotFound(f"You have no voice {voice_id[:80]!r}.", code="voice_not_found") from None
    discard(voice=voice)
    return Response({"id": str(voice.pk), "object": "audio.voice.deleted", "deleted": True})


class VoiceConsents(OpenAiView):
    parser_classes = [FormParser]

    @extend_schema(
        operation_id="v1_voice_consents_list",
        summary="List recorded consents",
        parameters=[
            OpenApiParameter("after", str, description="The last id of the page before"),
            OpenApiParameter("limit", int, default=USUAL_LIMIT, description=f"1 to {LARGEST_LIMIT}"),
        ],
        responses=RecordedConsentListSerializer,
    )
    def get(self, request: Request) -> Response:
        limit = _limit(request.query_params.get("limit", ""))
        found = consents_of(request.user)
        if after := request.query_params.get("after", ""):
            found = consents_after(found, _consent(request.user, after, param="after"))
        page = list(found[: limit + 1])
        shown = [_consent_told(consent) for consent in page[:limit]]
        edges = {"first_id": shown[0]["id"], "last_id": shown[-1]["id"]} if shown else {}
        usual = {"object": "list", "data": shown, "first_id": None, "last_id": None}
        return Response({**usual, **edges, "has_more": len(page) > limit})

    @extend_schema(
        operation_id="v1_voice_consents_create",
        summary="Keep a recorded consent",
        request={"multipart/form-data": ConsentSentSerializer},
        responses=RecordedConsentSerializer,
    )
    def post(self, request: Request) -> Response:
        given = _form(ConsentSentSerializer, request)
        with _told_at("recording"):
            consent = consents.create_consent(owner=request.user, **given)
        return Response(_consent_told(consent))


class OneVoiceConsent(OpenAiView):
    parser_classes = [AnyNumberJSONParser]

    @extend_schema(
        operation_id="v1_voice_consents_retrieve",
        summary="Look at a recorded consent",
        responses=RecordedConsentSerializer,
    )
    def get(self, request: Request, consent_id: str) -> Response:
        return Response(_consent_told(_consent(request.user, consent_id)))

    @extend_schema(
        operation_id="v1_voice_consents_update",
        summary="Rename a recorded consent",
        request=ConsentRenamedSerializer,
        responses=RecordedConsentSerializer,
    )
    def post(self, request: Request, consent_id: str) -> Response:
        consent = _consent(request.user, consent_id)
        serializer = ConsentRenamedSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        renamed = consents.rename_consent(consent=consent, **serializer.validated_data)
        return Response(_consent_told(renamed))

    @extend_schema(
        operation_id="v1_voice_consents_delete",
        summary="Delete a recorded consent",
        responses=ConsentDeletedSerializer,
    )
    def delete(self, request: Request, consent_id: str) -> Response:
        """Not while a voice has it."""
        consent = _consent(request.user, consent_id)
        told = {"id": str(consent.pk), "object": "audio.voice_consent", "deleted": True}
        consents.delete_consent(consent=consent)
        return Response(told)


def _form(serializer_class: type[StrictSerializer], request: Request) -> dict[str, Any]:
    form: Any = request.data  # which the parser makes of a form, or refuses
    serializer = serializer_class(data=fields_of(form, lists=(), objects=()))
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def _consent(user: Any, consent_id: str, *, param: str | None = None) -> VoiceConsent:
    try:
        return consent_for(user, UUID(consent_id))
    except (ValueError, NotFound):
        raise NotFound(
            f"There is no consent {consent_id[:80]!r}. POST one to /v1/audio/voice_consents.",
            param=param,
            code="consent_not_found",
        ) from None


def _limit(given: str) -> int:
    if not given:
        return USUAL_LIMIT
    if not (given.isascii() and given.isdigit() and len(given) < 9 and 1 <= int(given) <= LARGEST_LIMIT):
        raise InvalidInput(f"limit must be a whole number from 1 to {LARGEST_LIMIT}.", param="limit")
    return int(given)


@contextmanager
def _told_at(param: str) -> Iterator[None]:
    """What is stored is a file, whatever a form calls it."""
    try:
        yield
    except AppError as error:
        if error.param == "file":
            error.param = param
        raise


def _voice_told(voice: OwnVoice) -> dict[str, Any]:
    created = int(voice.created_at.timestamp())
    told = {"id": str(voice.pk), "object": "audio.voice", "type": MADE_OF}
    return {**told, "name": voice.name, "created_at": created}


def _consent_told(consent: VoiceConsent) -> dict[str, Any]:
    return {
        "id": str(consent.pk),
        "object": "audio.voice_consent",
        "name": consent.name,
        "language": consent.language,
        "created_at": int(consent.created_at.timestamp()),
    }
