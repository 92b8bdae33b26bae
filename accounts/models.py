"""People and what is theirs to decide: keys, appearance, and the record of what was done to their account."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from knox.models import AbstractAuthToken

from common.sizes import MIB


def validate_time_zone(value: str) -> None:
    if value and value not in available_timezones():
        raise ValidationError(f"{value} is not a time zone. Choose one such as Europe/Helsinki.")


class Appearance(models.TextChoices):
    SYSTEM = "system", "Like the system"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class PeopleManager(UserManager):
    def get_by_natural_key(self, username: str | None) -> Any:
        # People don't remember how they capitalised their name; the database keeps it unique without case.
        return self.get(username__iexact=username)


class User(AbstractUser):  # type: ignore[django-manager-missing]  # knox is untyped
    time_zone = models.CharField(
        max_length=64, blank=True, validators=[validate_time_zone], help_text="Empty: the site's time zone."
    )
    appearance = models.CharField(max_length=6, choices=Appearance.choices, default=Appearance.SYSTEM)
    storage_quota_mib = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="MiB of audio this person may keep. Empty: the site's limit. 0: no limit.",
    )

    objects: ClassVar[PeopleManager] = PeopleManager()

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(Lower("username"), name="username_unique_without_case"),
            models.UniqueConstraint(
                Lower("email"), condition=~models.Q(email=""), name="email_unique_without_case"
            ),
        ]

    @property
    def storage_quota_bytes(self) -> int | None:
        """None: no limit."""
        quota_mib = (
            settings.CONFIG.storage_quota_mib if self.storage_quota_mib is None else self.storage_quota_mib
        )
        return quota_mib * MIB or None


class Scope(models.TextChoices):
    SPEECH = "speech", "Speech"
    TRANSCRIBE = "transcribe", "Transcription"
    MANAGE = "manage", "Everything under /api/"


class ApiKey(AbstractAuthToken):
    """A program's key. Only its hash is kept: the key itself is shown once, when it is made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=128, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=100)
    scopes = models.JSONField(default=list)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created"]
        verbose_name = "API key"
        constraints = [
            models.UniqueConstraint("user", Lower("name"), name="key_name_unique_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.token_key}…)"

    @property
    def prefix(self) -> str:
        return self.token_key

    @property
    def is_expired(self) -> bool:
        return self.expiry is not None and self.expiry <= timezone.now()

    @property
    def expires_soon(self) -> bool:
        return (
            self.expiry is not None
            and not self.is_expired
            and self.expiry < timezone.now() + timedelta(days=7)
        )

    def allows(self, scope: str) -> bool:
        return scope in self.scopes


class AuditAction(models.TextChoices):
    SIGNED_IN = "signed_in", "Signed in"
    SIGNED_OUT = "signed_out", "Signed out"
    SIGN_IN_FAILED = "sign_in_failed", "Sign-in failed"
    LOCKED_OUT = "locked_out", "Locked out"
    SIGNED_UP = "signed_up", "Signed up"
    PASSWORD_CHANGED = "password_changed", "Password changed"
    KEY_CREATED = "key_created", "API key created"
    KEY_REVOKED = "key_revoked", "API key revoked"
    VOICE_DELETED = "voice_deleted", "Voice deleted"
    DATA_EXPORTED = "data_exported", "Data exported"
    ACCOUNT_DELETED = "account_deleted", "Account deleted"


class AuditEvent(models.Model):
    """Written once, never changed. Outlives the person it speaks of, by name alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="audit_events",
    )
    username = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=32, choices=AuditAction.choices)
    detail = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.username or 'somebody'}"
