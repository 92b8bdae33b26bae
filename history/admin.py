"""Entries, for administrators: to look at and to delete, not to make or to change."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from clips.templatetags.durations import duration
from common.admin import DeletesThroughService
from history import services
from history.models import Entry, HistoryPreferences
from history.preferences import FIELDS, change_preferences


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


@admin.register(HistoryPreferences)
class HistoryPreferencesAdmin(admin.ModelAdmin):
    list_display = ("owner", "keeps", "keeps_audio", "most_entries", "most_mib", "most_days", "updated_at")
    list_filter = ("keeps", "keeps_audio", "proof_listens")
    list_select_related = ("owner",)
    search_fields = ("owner__username",)
    ordering = ("owner__username",)
    autocomplete_fields = ("owner",)
    fields = ("owner", *FIELDS, "updated_at")
    readonly_fields = ("updated_at",)
    # A limit of none at all would be a deletion.
    formfield_overrides: ClassVar = {models.PositiveIntegerField: {"min_value": 1}}

    def get_readonly_fields(self, request: HttpRequest, obj: HistoryPreferences | None = None) -> Any:
        return ("owner", *self.readonly_fields) if obj else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: HistoryPreferences, form: Any, change: bool) -> None:
        change_preferences(user=obj.owner, **{name: getattr(obj, name) for name in FIELDS})
