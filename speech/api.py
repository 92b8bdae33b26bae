"""Model packs under `/api/packs/`, for staff."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAdminUser

from accounts.permissions import KeyHasScope
from speech.queries import pack_cards
from speech.serializers import PackSerializer
from speech.services import pack_store


@extend_schema_view(
    get=extend_schema(
        operation_id="packs_list",
        description="The model packs there are, and which are here. Staff only.",
    )
)
class Packs(ListAPIView):
    serializer_class = PackSerializer
    permission_classes = [IsAdminUser, KeyHasScope]
    required_scope = "manage"

    def get_queryset(self) -> Any:
        return pack_cards(pack_store())

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset
