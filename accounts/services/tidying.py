"""What would otherwise grow for ever: ended sessions and old records of who signed in."""

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import AuditEvent


def forget_old_records() -> dict[str, int]:
    """How many rows of each kind went."""
    now = timezone.now()
    before = now - timedelta(days=settings.CONFIG.audit_keep_days)
    old = {
        "sessions": Session.objects.filter(expire_date__lt=now),
        "audit_events": AuditEvent.objects.filter(created_at__lt=before),
        "sign_in_attempts": AccessAttempt.objects.filter(attempt_time__lt=before),
        "sign_ins": AccessLog.objects.filter(attempt_time__lt=before),
        "sign_in_failures": AccessFailureLog.objects.filter(attempt_time__lt=before),
    }
    return {name: rows.delete()[0] for name, rows in old.items()}
