"""What HTTP has of the live door: client secrets, and an answer for who forgets the WebSocket."""

from typing import Any, cast

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import ApiKey, Scope
from accounts.requests import person
from common.errors import AppError
from openai_api.base import OpenAiView
from openai_api.realtime import events
from openai_api.realtime.secrets import LEAST_SECONDS, MOST_SECONDS, USUAL_SECONDS, make_secret
from openai_api.realtime.serializers import SessionSerializer, UpdateSerializer
from openai_api.realtime.session import Session, told
from speech.fields import OneOfField, WholeNumberField
from speech.wish_serializer import StrictSerializer


class UpgradeRequired(AppError):
    status = 426
    code = "upgrade_required"


class ExpiresAfterSerializer(UpdateSerializer):
    anchor = OneOfField(["created_at"], required=False)
    seconds = WholeNumberField(min_value=LEAST_SECONDS, max_value=MOST_SECONDS, required=False)


class ClientSecretSerializer(StrictSerializer):
    expires_after = ExpiresAfterSerializer()
    session = SessionSerializer()


class ClientSecretAnswerSerializer(serializers.Serializer):
    value = serializers.CharField(help_text="What the WebSocket takes in place of a key")
    expires_at = serializers.IntegerField(help_text="Seconds since 1970")
    session = serializers.JSONField(help_text="The session as it will begin")


class Realtime(OpenAiView):
    required_scope = Scope.TRANSCRIBE
    http_method_names = ["get", "head"]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        raise UpgradeRequired("This address is a WebSocket: connect to it with wss:// or ws://.")


class ClientSecrets(OpenAiView):
    required_scope = Scope.TRANSCRIBE
    http_method_names = ["post"]

    @extend_schema(
        operation_id="v1_realtime_client_secrets_create",
        summary="A client secret for live transcription",
        description="For a web page that must not see your key: good for opening "
        "`/v1/realtime?intent=transcription` until it expires, and for nothing else.",
        request=ClientSecretSerializer,
        responses=ClientSecretAnswerSerializer,
        examples=[
            OpenApiExample(
                "Ten minutes, English",
                value={
                    "expires_after": {"anchor": "created_at", "seconds": 600},
                    "session": {
                        "type": "transcription",
                        "audio": {"input": {"transcription": {"model": "whisper-1", "language": "en"}}},
                    },
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        serializer = ClientSecretSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        given: dict[str, Any] = serializer.validated_data
        session = Session().updated(given.get("session", {}))
        session.request()  # what is wrong with it is told now
        value, expires_at = make_secret(
            user=person(request),
            key=cast("ApiKey | None", request.auth),
            session=given.get("session", {}),
            seconds=given.get("expires_after", {}).get("seconds", USUAL_SECONDS),
        )
        described = told(session, session_id=events.new_id("sess"), expires_at=expires_at)
        return Response(
            {"value": value, "expires_at": expires_at, "session": described},
            headers={"Cache-Control": "no-store"},
        )
