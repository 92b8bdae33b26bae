"""Django and axes say when somebody signs in, out or fails to: write it down."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import AuditAction, User
from accounts.services import audit


@receiver(user_logged_in)
def note_sign_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    audit.record(AuditAction.SIGNED_IN, user=user, request=request)


@receiver(user_logged_out)
def note_sign_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    # Also fires after an account's deletion: there is nobody left to write about.
    if user is not None and user.pk is not None:
        audit.record(AuditAction.SIGNED_OUT, user=user, request=request)


@receiver(user_login_failed)
def note_failure(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    username = str(credentials.get("username") or "")
    user = User.objects.filter(username__iexact=username).first() if username else None
    audit.record(AuditAction.SIGN_IN_FAILED, user=user, username=username, request=request)


@receiver(user_locked_out)
def note_lockout(request: HttpRequest, username: str, **kwargs: Any) -> None:
    user = User.objects.filter(username__iexact=username).first() if username else None
    audit.record(AuditAction.LOCKED_OUT, user=user, username=username or "", request=request)
