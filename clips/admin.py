"""Clips, for administrators. What was measured can be looked at and measured again, not edited."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat

from clips import services, sweeping
from clips.models import Clip
from clips.referrers import referrers
from clips.templatetags.durations import duration
from common.admin import DeletesThroughService
from common.errors import AppError, InvalidInput
from common.referrers import sentence


class MissingFilter(admin.SimpleListFilter):
    title = "file"
    parameter_name = "file"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("here", "Here"), ("missing", "Missing")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Clip]) -> QuerySet[Clip]:
        if self.value() is None:
            return queryset
        return queryset.filter(missing_at__isnull=self.value() == "here")


class ClipForm(forms.ModelForm):
    def clean_title(self) -> str:
        try:
            return services.clean_title(self.cleaned_data["title"])
        except InvalidInput as error:
            raise forms.ValidationError(error.message) from None


@admin.register(Clip)
class ClipAdmin(DeletesThroughService):
    form = ClipForm
    list_display = (
        "title",
        "owner",
        "source",
        "kept",
        "length",
        "size",
        "codec",
        "created_at",
        "has_file",
        "is_deleted",
    )
    list_filter = (
        MissingFilter,
        "source",
        "kept",
        ("deleted_at", admin.EmptyFieldListFilter),
        "codec",
        "created_at",
    )
    list_select_related = ("owner",)
    search_fields = ("title", "original_name", "owner__username", "sha256")
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    actions = ("measure_again", "sweep")
    fields = (
        "title",
        "owner",
        "kept",
        "source",
        "original_name",
        "length",
        "size",
        "sample_rate_hz",
        "channels",
        "codec",
        "container",
        "mime",
        "sha256",
        "file_name",
        "used_by",
        "warning",
        "missing_at",
        "deleted_at",
        "created_at",
        "updated_at",
    )
    readonly_fields = tuple(name for name in fields if name != "title")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a clip comes from a file, and files come through the Library

    def get_queryset(self, request: HttpRequest) -> QuerySet[Clip]:
        return super().get_queryset(request).defer("peaks")

    def save_model(self, request: HttpRequest, obj: Clip, form: Any, change: bool) -> None:
        services.rename(clip=obj, title=obj.title)

    def refusal(self, row: Clip) -> str:
        return services.in_use(clip=row)

    def delete_by_service(self, row: Clip) -> None:
        services.delete_clip(clip=row)

    @admin.display(description="Length", ordering="duration_seconds")
    def length(self, clip: Clip) -> str:
        return duration(clip.duration_seconds)

    @admin.display(description="Size", ordering="bytes")
    def size(self, clip: Clip) -> str:
        return filesizeformat(clip.bytes)

    @admin.display(description="File", boolean=True, ordering="missing_at")
    def has_file(self, clip: Clip) -> bool:
        return not clip.is_missing

    @admin.display(description="Deleted", boolean=True, ordering="deleted_at")
    def is_deleted(self, clip: Clip) -> bool:
        return clip.deleted_at is not None

    @admin.display(description="Used by")
    def used_by(self, clip: Clip) -> str:
        found = referrers(clip)
        return sentence(found) if found else "nothing"

    @admin.action(description="Measure the chosen clips again")
    def measure_again(self, request: HttpRequest, queryset: QuerySet[Clip]) -> None:
        measured = 0
        for clip in queryset:
            try:
                services.measure_again(clip=clip)
                measured += 1
            except AppError as error:
                self.message_user(request, f"{clip.title}: {error.message}", messages.WARNING)
        self.message_user(request, f"{measured} measured.")

    @admin.action(description="Look for lost files everywhere (not only the chosen)")
    def sweep(self, request: HttpRequest, queryset: QuerySet[Clip]) -> None:
        swept = sweeping.sweep()
        self.message_user(
            request,
            f"{swept.files_removed} files without a clip removed, {swept.clips_missing} clips found "
            f"without a file, {swept.clips_found_again} found again.",
        )
