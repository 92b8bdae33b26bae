"""Own voices, consents and what is known of providers, for administrators."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from common.admin import DeletesThroughService
from common.errors import AppError
from speech.models import OwnVoice, ProviderState, VoiceConsent
from speech.own_voices import consents, services


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
class VoiceConsentAdmin(DeletesThroughService):
    """What somebody agreed to is not edited."""

    list_display = ("name", "owner", "language", "is_recorded", "created_at")
    list_select_related = ("owner",)
    search_fields = ("name", "statement", "owner__username")
    ordering = ("-created_at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def refusal(self, row: VoiceConsent) -> str:
        return consents.in_use(row)

    def delete_by_service(self, row: VoiceConsent) -> None:
        consents.delete_consent(consent=row)

    @admin.display(description="Recorded", boolean=True)
    def is_recorded(self, consent: VoiceConsent) -> bool:
        return consent.clip_id is not None


@admin.register(OwnVoice)
class OwnVoiceAdmin(DeletesThroughService):
    list_display = ("name", "owner", "language", "verdict", "consent", "created_at", "is_deleted")
    list_filter = ("language", ("deleted_at", admin.EmptyFieldListFilter), "created_at")
    list_select_related = ("owner", "consent")
    search_fields = ("name", "transcript", "consent__statement", "owner__username")
    ordering = ("-created_at",)
    actions = ("bring_back",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def refusal(self, row: OwnVoice) -> str:
        return ""

    def delete_by_service(self, row: OwnVoice) -> None:
        services.delete_voice(voice=row)

    @admin.display(description="Quality")
    def verdict(self, voice: OwnVoice) -> str:
        return str(voice.quality.get("verdict", ""))

    @admin.display(description="Deleted", boolean=True, ordering="deleted_at")
    def is_deleted(self, voice: OwnVoice) -> bool:
        return voice.deleted_at is not None

    @admin.action(description="Bring the chosen deleted voices back")
    def bring_back(self, request: HttpRequest, queryset: QuerySet[OwnVoice]) -> None:
        for voice in queryset.exclude(deleted_at=None):
            try:
                services.restore(voice=voice)
            except AppError as error:
                self.message_user(request, f"{voice.name}: {error.message}", messages.WARNING)
