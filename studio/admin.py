"""The studio, for administrators: to be looked at, and deleted."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from common.admin import DeletesThroughService, OnlyToLookAt
from studio.compositions.services import delete_composition
from studio.conversations.services import delete_conversation
from studio.models import Composition, CompositionVersion, Conversation, Turn


class _Project(DeletesThroughService):
    """Its owner's: nobody else makes or changes it."""

    list_filter = (("deleted_at", admin.EmptyFieldListFilter), "created_at")
    list_select_related = ("owner",)
    search_fields = ("name", "owner__username")
    ordering = ("-updated_at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def refusal(self, row: Any) -> str:
        return ""

    @admin.display(description="Deleted", boolean=True, ordering="deleted_at")
    def is_deleted(self, row: Any) -> bool:
        return row.deleted_at is not None

    @admin.display(description="Rendered", boolean=True)
    def is_rendered(self, row: Any) -> bool:
        return row.render_id is not None and row.rendered_revision == row.revision


@admin.register(Conversation)
class ConversationAdmin(_Project):
    list_display = ("name", "owner", "turn_count", "is_rendered", "updated_at", "is_deleted")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        return super().get_queryset(request).annotate(turn_count=Count("turns"))

    @admin.display(description="Turns", ordering="turn_count")
    def turn_count(self, row: Any) -> int:
        return int(row.turn_count)

    def delete_by_service(self, row: Conversation) -> None:
        delete_conversation(conversation=row)


@admin.register(Turn)
class TurnAdmin(OnlyToLookAt):
    list_display = ("conversation", "position", "speaker", "profile_name", "state", "owner", "updated_at")
    list_filter = ("state",)
    list_select_related = ("owner", "conversation")
    search_fields = ("speaker", "profile_name", "conversation__name", "owner__username")
    ordering = ("-updated_at",)


@admin.register(Composition)
class CompositionAdmin(_Project):
    list_display = ("name", "owner", "sample_rate_hz", "is_rendered", "updated_at", "is_deleted")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Composition]:
        return super().get_queryset(request).defer("timeline")

    def delete_by_service(self, row: Composition) -> None:
        delete_composition(composition=row)


@admin.register(CompositionVersion)
class CompositionVersionAdmin(OnlyToLookAt):
    list_display = ("composition", "number", "name", "owner", "created_at")
    list_select_related = ("owner", "composition")
    search_fields = ("name", "composition__name", "owner__username")
    ordering = ("-created_at",)
