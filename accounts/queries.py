"""What the account pages and their API read."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import ApiKey, AuditEvent, User
from jobs.models import Job


def keys_of(user: User) -> QuerySet[ApiKey]:
    return ApiKey.objects.filter(user=user).order_by("-created")


def audit_events_of(user: User) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(user=user).order_by("-created_at")


def exports_of(user: User) -> QuerySet[Job]:
    return Job.objects.for_user(user).filter(kind="accounts.export").order_by("-created_at")[:5]


def account_summary(user: User) -> dict[str, Any]:
    return {
        "id": user.pk,
        "username": user.get_username(),
        "name": user.first_name,
        "email": user.email,
        "time_zone": user.time_zone,
        "appearance": user.appearance,
        "is_staff": user.is_staff,
        "storage_quota_bytes": user.storage_quota_bytes,
    }
