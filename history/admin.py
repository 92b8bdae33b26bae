"""Entries, for administrators: to look at and to delete, not to make or to change."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from clips.templatetags.durations import duration
from common.admin import DeletesThroughService
from history import services
from history.models import Entry


@admin.register(Entry)
class EntryAdmin(DeletesThroughService):
    list_display = (
        "title",
        "owner",
        "kind",
        "state",
        "source",
        "engine",
        "voice",
        "length",
        "created_at",
        "is_deleted",
    )
    list_filter = (
        "kind",
        "state",
        "source",
        "engine",
        "proof_state",
        ("deleted_at", admin.EmptyFieldListFilter),
        "created_at",
    )
    list_select_related = ("owner",)
    search_fields = ("title", "owner__username", "voice")
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    fields = (
        "title",
        "owner",
        "kind",
        "state",
        "error",
        "source",
        "text",
        "engine",
        "model",
        "voice",
        "language",
        "response_format",
        "speed",
        "settings",
        "clip",
        "length",
        "characters",
        "done_characters",
        "is_favourite",
        "proof_state",
        "proof",
        "deleted_at",
        "created_at",
        "updated_at",
    )
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        return super().get_queryset(request).defer("timings")

    def refusal(self, row: Entry) -> str:
        return ""

    def delete_by_service(self, row: Entry) -> None:
        services.delete_entry(entry=row)

    @admin.display(description="Length", ordering="duration_seconds")
    def length(self, entry: Entry) -> str:
        return duration(entry.duration_seconds) if entry.duration_seconds else ""

    @admin.display(description="Deleted", boolean=True, ordering="deleted_at")
    def is_deleted(self, entry: Entry) -> bool:
        return entry.deleted_at is not None
