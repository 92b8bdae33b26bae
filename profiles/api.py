"""`/api/profiles`: a person's voice profiles, for programs. All of it needs the scope `manage`; speaking
with one (`profile_id`, or its name as the voice) needs what speaking needs.
"""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import person
from common.errors import InvalidInput
from common.parsers import JSONParser
from profiles import services
from profiles.access import avatar_for, discarded_profile_for, profile_for
from profiles.queries import default_id_of, profiles_of
from profiles.serializers import (
    REPLACED,
    DefaultChosenSerializer,
    OneProfileSerializer,
    PictureSerializer,
    ProfileListSerializer,
    ProfileWriteSerializer,
    profile_sent,
)
from profiles.serving import picture_response

NARRATOR = OpenApiExample(
    "A narrator",
    value={
        "name": "Narrator",
        "backend": "kokoro",
        "model": "kokoro",
        "voice": "af_heart",
        "speed": 1.0,
        "format": "mp3",
        "blend": None,
        "reference_audio_id": None,
        "effects": [],
    },
    request_only=True,
)


class PicturePart(MultiPartParser):
    """Named in the schema as the only way to send a picture."""


def _one(user: Any, pk: UUID, **kwargs: Any) -> Response:
    return Response(OneProfileSerializer(profile_for(user, pk)).data, **kwargs)


class Profiles(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="profiles_list",
        parameters=[OpenApiParameter("q", str, description="Part of the name")],
        responses=ProfileListSerializer,
    )
    def get(self, request: Request) -> Response:
        """All there are, by name."""
        user = person(request)
        body = {
            "items": profiles_of(user, search=request.query_params.get("q", "")),
            "default_profile_id": default_id_of(user),
        }
        return Response(ProfileListSerializer(body).data)

    @extend_schema(
        operation_id="profiles_create",
        request=ProfileWriteSerializer,
        responses={201: OneProfileSerializer},
        examples=[NARRATOR],
    )
    def post(self, request: Request) -> Response:
        user = person(request)
        profile = services.create_profile(owner=user, **profile_sent(request.data))
        return _one(user, profile.pk, status=status.HTTP_201_CREATED)


class OneProfile(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(operation_id="profiles_retrieve", responses=OneProfileSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return _one(request.user, pk)

    @extend_schema(
        operation_id="profiles_replace",
        request=ProfileWriteSerializer,
        responses=OneProfileSerializer,
        examples=[NARRATOR],
    )
    def put(self, request: Request, pk: UUID) -> Response:
        """All of it: what is left out goes to its default. Samples, picture and which profile is the default
        one stay.
        """
        profile = profile_for(request.user, pk)
        sent = profile_sent(request.data)
        for name in ("name", "backend"):
            if name not in sent:
                raise InvalidInput("This field is required.", param=name)
        services.update_profile(profile=profile, **{**dict.fromkeys((*REPLACED, "voice")), **sent})
        return _one(request.user, pk)

    @extend_schema(
        operation_id="profiles_update", request=ProfileWriteSerializer, responses=OneProfileSerializer
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """What is left out stays, and null is its default. A new voice takes the place of a blend."""
        profile = profile_for(request.user, pk)
        services.update_profile(profile=profile, **profile_sent(request.data))
        return _one(request.user, pk)

    @extend_schema(operation_id="profiles_delete", responses={204: OpenApiResponse(description="Deleted")})
    def delete(self, request: Request, pk: UUID) -> Response:
        """`restore` brings it back for a minute. What was spoken with it keeps its name and its settings."""
        services.discard(profile=profile_for(request.user, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Restore(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="profiles_restore", request=None, responses=OneProfileSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Within a minute of its deletion. It is not the default any more."""
        services.restore(profile=discarded_profile_for(request.user, pk))
        return _one(request.user, pk)


class Default(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="profiles_make_default", request=None, responses=DefaultChosenSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        profile = services.make_default(profile=profile_for(request.user, pk))
        return Response({"status": "ok", "default_profile_id": profile.pk})


class Duplicate(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="profiles_duplicate", request=None, responses={201: OneProfileSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        """With its samples and its picture, as “Narrator copy”."""
        copy = services.duplicate(profile=profile_for(request.user, pk))
        return _one(request.user, copy.pk, status=status.HTTP_201_CREATED)


class ProfileAvatar(APIView):
    required_scope = "manage"
    parser_classes = (PicturePart,)

    @extend_schema(
        operation_id="profiles_avatar",
        responses={(200, "image/webp"): OpenApiTypes.BINARY, 304: OpenApiResponse(description="Unchanged")},
    )
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        return picture_response(request._request, avatar_for(request.user, pk))

    @extend_schema(
        operation_id="profiles_set_avatar",
        request={"multipart/form-data": PictureSerializer},
        responses=OneProfileSerializer,
    )
    def put(self, request: Request, pk: UUID) -> Response:
        """A JPEG, PNG, WebP or GIF of up to 5 MB. It is cropped to a square and made anew."""
        profile = profile_for(request.user, pk)
        if "file" not in request.FILES:
            raise InvalidInput("Send the picture as the part “file” of a multipart form.", param="file")
        services.set_avatar(profile=profile, file=request.FILES["file"])
        return _one(request.user, pk)

    @extend_schema(
        operation_id="profiles_remove_avatar", responses={204: OpenApiResponse(description="Gone")}
    )
    def delete(self, request: Request, pk: UUID) -> Response:
        services.remove_avatar(profile=profile_for(request.user, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)
