"""`/api/providers`: who can speak here, and in what state; staff has them loaded, let go and tried again."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import KeyHasScope
from speech import provider_actions
from speech.provider_cards import provider_card, provider_cards
from speech.provider_serializers import ProviderSerializer
from speech.provider_work import Work


@extend_schema_view(
    get=extend_schema(
        operation_id="providers_list",
        description="In the order of preference; also those that can't be asked, and why.",
    )
)
class Providers(ListAPIView):
    serializer_class = ProviderSerializer
    required_scope = ("speech", "manage")

    def get_queryset(self) -> Any:
        return provider_cards()

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "is_staff": self.request.user.is_staff}


class OneProvider(APIView):
    required_scope = ("speech", "manage")

    @extend_schema(operation_id="providers_retrieve", responses=ProviderSerializer)
    def get(self, request: Request, name: str) -> Response:
        return _answer(request, name)


class StaffView(APIView):
    permission_classes = [IsAdminUser, KeyHasScope]
    required_scope = "manage"


class Load(StaffView):
    @extend_schema(operation_id="providers_load", request=None, responses=ProviderSerializer)
    def post(self, request: Request, name: str) -> Response:
        """Into the memory of the process that answers. 202: it takes longer, and goes on."""
        return _started(request, name, provider_actions.load)


class WarmUp(StaffView):
    @extend_schema(operation_id="providers_warm_up", request=None, responses=ProviderSerializer)
    def post(self, request: Request, name: str) -> Response:
        """Loads it and has it speak once: a model's first words are its slowest."""
        return _started(request, name, provider_actions.warm_up)


class RefreshVoices(StaffView):
    @extend_schema(operation_id="providers_voices_refresh", request=None, responses=ProviderSerializer)
    def post(self, request: Request, name: str) -> Response:
        """Asks the service for its voices now."""
        return _started(request, name, provider_actions.refresh_voices)


class Unload(StaffView):
    @extend_schema(operation_id="providers_unload", request=None, responses=ProviderSerializer)
    def post(self, request: Request, name: str) -> Response:
        """409 where it is not loaded, or speaks."""
        provider_actions.unload(name)
        return _answer(request, name)


class Reset(StaffView):
    @extend_schema(operation_id="providers_reset", request=None, responses=ProviderSerializer)
    def post(self, request: Request, name: str) -> Response:
        """Ends its rest: the next request asks it."""
        provider_actions.reset(name)
        return _answer(request, name)


def _started(request: Request, name: str, start: Callable[[str], Work]) -> Response:
    work = start(name)
    return _answer(request, name, status.HTTP_202_ACCEPTED if work.is_under_way else status.HTTP_200_OK)


def _answer(request: Request, name: str, code: int = status.HTTP_200_OK) -> Response:
    context = {"is_staff": request.user.is_staff}
    return Response(ProviderSerializer(provider_card(name), context=context).data, status=code)
