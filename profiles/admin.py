"""Voice profiles, for administrators. What is in them is their owners' business: here it can be looked at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from common.admin import DeletesThroughService, OnlyToLookAt
from profiles.effects.services import delete_preset
from profiles.models import Avatar, EffectPreset, Profile, Sample


@admin.register(Profile)
class ProfileAdmin(OnlyToLookAt):
    list_display = ("name", "owner", "backend", "voice", "is_default", "created_at")
    list_select_related = ("owner",)
    search_fields = ("name", "owner__username")
    ordering = ("-created_at",)


@admin.register(Sample)
class SampleAdmin(OnlyToLookAt):
    list_display = ("profile", "owner", "position", "is_enabled", "created_at")
    list_select_related = ("owner", "profile")
    ordering = ("-created_at",)


@admin.register(Avatar)
class AvatarAdmin(OnlyToLookAt):
    list_display = ("profile", "owner", "created_at")
    list_select_related = ("owner", "profile")
    exclude = ("image",)


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
