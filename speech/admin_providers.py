"""Own voices, consents and what is known of providers, for administrators."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from speech.models import OwnVoice, ProviderState, VoiceConsent


class LookedAt(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ProviderState)
class ProviderStateAdmin(LookedAt):
    """Deleting one closes its breaker."""

    list_display = ("name", "state", "failures", "opened_at", "cool_down_seconds", "last_failure")
    list_filter = ("state", "last_failure_kind")
    search_fields = ("name", "last_failure")
    ordering = ("name",)


@admin.register(VoiceConsent)
class VoiceConsentAdmin(LookedAt):
    list_display = ("name", "owner", "language", "created_at")
    list_select_related = ("owner",)
    search_fields = ("name", "statement", "owner__username")
    ordering = ("-created_at",)


@admin.register(OwnVoice)
class OwnVoiceAdmin(LookedAt):
    list_display = ("name", "owner", "language", "consent", "created_at", "deleted_at")
    list_select_related = ("owner", "consent")
    search_fields = ("name", "owner__username")
    ordering = ("-created_at",)
