"""`/api/me`, `/api/keys`, `/api/audit`: the Settings, for programs."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import queries
from accounts.access import key_for
from accounts.models import Scope
from accounts.requests import person
from accounts.serializers import (
    AccountSerializer,
    AuditEventSerializer,
    KeySerializer,
    NewKeySerializer,
    PasswordSerializer,
)
from accounts.services.deletion import delete_account
from accounts.services.export import start_export
from accounts.services.keys import allowed_scopes, create_key, revoke_key
from accounts.services.people import update_profile
from common.errors import InvalidInput
from jobs.serializers import JobSerializer


class Me(APIView):
    required_scope = Scope.MANAGE

    @extend_schema(operation_id="me_retrieve", responses=AccountSerializer)
    def get(self, request: Request) -> Response:
        return Response(AccountSerializer(person(request)).data)

    @extend_schema(operation_id="me_update", request=AccountSerializer, responses=AccountSerializer)
    def patch(self, request: Request) -> Response:
        serializer = AccountSerializer(request.user, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        update_profile(user=person(request), **serializer.validated_data)
        return Response(AccountSerializer(person(request)).data)

    @extend_schema(
        operation_id="me_delete",
        request=PasswordSerializer,
        responses={204: OpenApiResponse(description="The account and everything in it are gone")},
    )
    def delete(self, request: Request) -> Response:
        serializer = PasswordSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        delete_account(user=person(request), password=serializer.validated_data["password"], request=request)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Export(APIView):
    required_scope = Scope.MANAGE

    @extend_schema(operation_id="me_export", request=None, responses={202: JobSerializer})
    def post(self, request: Request) -> Response:
        """Pack everything of this account into a ZIP; the job's `file_url` is where it will be."""
        job = start_export(user=person(request))
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)


class Keys(generics.ListCreateAPIView):
    required_scope = Scope.MANAGE
    serializer_class = KeySerializer

    def get_queryset(self) -> Any:
        return queries.keys_of(person(self.request))

    @extend_schema(request=KeySerializer, responses={201: NewKeySerializer})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        serializer = KeySerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        beyond = sorted(set(data["scopes"]) - set(allowed_scopes(request.auth)))
        if beyond:
            raise InvalidInput(
                f"Your own key lacks {', '.join(beyond)}, so it can't give it away.", param="scopes"
            )
        key, plain = create_key(
            user=person(request),
            name=data["name"],
            scopes=data["scopes"],
            expires_in_days=data.get("expires_in_days"),
            request=request,
        )
        shown = NewKeySerializer(key, context={"plain_key": plain}).data
        return Response(shown, status=status.HTTP_201_CREATED)


class Key(APIView):
    required_scope = Scope.MANAGE

    @extend_schema(operation_id="keys_revoke", responses={204: OpenApiResponse(description="Revoked")})
    def delete(self, request: Request, pk: UUID) -> Response:
        revoke_key(key=key_for(request.user, pk), request=request)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Audit(generics.ListAPIView):
    """What was done to this account: sign-ins, keys, deletions."""

    required_scope = Scope.MANAGE
    serializer_class = AuditEventSerializer

    def get_queryset(self) -> Any:
        return queries.audit_events_of(person(self.request))
