"""What the account pages and their API read."""

from django.db.models import QuerySet

from accounts.models import ApiKey, AuditEvent, User
from accounts.services.export import EXPORT_KIND
from jobs.models import Job


def keys_of(user: User) -> QuerySet[ApiKey]:
    return ApiKey.objects.filter(user=user).order_by("-created")


def audit_events_of(user: User) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(user=user).order_by("-created_at")


def exports_of(user: User) -> QuerySet[Job]:
    return Job.objects.for_user(user).filter(kind=EXPORT_KIND).order_by("-created_at")[:5]
