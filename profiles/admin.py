"""Voice profiles, for administrators: to be looked at, given another name or note, and deleted."""

import base64
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.admin import DeletesThroughService, OnlyToLookAt
from common.errors import AppError
from profiles import services
from profiles.cleaning import clean_fields
from profiles.effects.services import delete_preset
from profiles.models import Avatar, EffectPreset, Profile, Sample


class ProfileAdminForm(forms.ModelForm):
    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        given = {name: data[name] for name in ("name", "note") if name in data}
        try:
            columns = clean_fields(self.instance.owner, before=self.instance, **given)
        except AppError as error:
            self.add_error(error.param, error.message)
            return data
        same = Profile.objects.filter(
            owner_id=self.instance.owner_id, name_folded=columns.get("name_folded", ""), deleted_at=None
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", "This person has a profile of that name already.")
        return data


@admin.register(Profile)
class ProfileAdmin(DeletesThroughService):
    form = ProfileAdminForm
    list_display = ("name", "owner", "backend", "voice", "is_default", "created_at", "is_deleted")
    list_filter = ("backend", ("deleted_at", admin.EmptyFieldListFilter), "created_at")
    list_select_related = ("owner",)
    search_fields = ("name", "note", "owner__username")
    ordering = ("-created_at",)
    readonly_fields = tuple(
        field.name
        for field in Profile._meta.concrete_fields
        if field.name not in ("id", "name", "name_folded", "note")
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # whose it is would have to be chosen: people make their own

    def save_model(self, request: HttpRequest, obj: Profile, form: Any, change: bool) -> None:
        try:
            services.update_profile(profile=obj, name=obj.name, note=obj.note)
        except AppError as error:
            self.message_user(request, error.message, "error")

    def refusal(self, row: Profile) -> str:
        return ""

    def delete_by_service(self, row: Profile) -> None:
        services.delete_profile(profile=row)

    @admin.display(description="Deleted", boolean=True, ordering="deleted_at")
    def is_deleted(self, profile: Profile) -> bool:
        return profile.deleted_at is not None


@admin.register(Sample)
class SampleAdmin(OnlyToLookAt):
    list_display = ("profile", "owner", "position", "is_enabled", "created_at")
    list_select_related = ("owner", "profile")
    ordering = ("-created_at",)


@admin.register(Avatar)
class AvatarAdmin(OnlyToLookAt):
    list_display = ("profile", "owner", "picture", "created_at")
    list_select_related = ("owner", "profile")
    fields = ("profile", "owner", "picture", "sha256", "created_at")
    readonly_fields = fields

    @admin.display(description="Picture")
    def picture(self, avatar: Avatar) -> SafeString:
        data = base64.b64encode(bytes(avatar.image)).decode()
        return format_html('<img src="data:image/webp;base64,{}" alt="" width="64" height="64">', data)


@admin.register(EffectPreset)
class EffectPresetAdmin(DeletesThroughService):
    list_display = ("name", "owner", "position", "created_at")
    list_select_related = ("owner",)
    search_fields = ("name", "owner__username")
    ordering = ("-created_at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def refusal(self, row: EffectPreset) -> str:
        return ""

    def delete_by_service(self, row: EffectPreset) -> None:
        delete_preset(preset=row)
