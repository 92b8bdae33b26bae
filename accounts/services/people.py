"""What people change about themselves. Each change and its record in the audit log are one transaction."""

from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.models import AuditAction, User
from accounts.services import audit
from common.errors import Conflict, InvalidInput, NotFound


def sign_up(*, username: str, email: str, password: str, request: HttpRequest) -> User:
    try:
        with transaction.atomic():
            user = User.objects.create_user(username, email, password)
            audit.record(AuditAction.SIGNED_UP, user=user, request=request)
    except IntegrityError:
        # Somebody took the name between the form's look and now.
        raise Conflict("That name or address has just been taken.", param="username") from None
    return user


def update_profile(*, user: User, **fields: Any) -> None:
    """These columns and no others: the rest of what was read may be out of date by now."""
    if not fields:
        return
    try:
        with transaction.atomic():
            _change(user, **fields)
    except IntegrityError:
        raise Conflict("Another account uses this address.", param="email") from None


def change_password(*, user: User, password: str, request: HttpRequest | None = None) -> None:
    with transaction.atomic():
        _change(user, password=make_password(password))
        audit.record(AuditAction.PASSWORD_CHANGED, user=user, request=request)


def _change(user: User, **fields: Any) -> None:
    # An update, not a save: saving would bring a row back that was deleted meanwhile.
    if not User.objects.filter(pk=user.pk).update(**fields):
        raise NotFound("This account is gone.")
    for name, value in fields.items():
        setattr(user, name, value)


def confirm_password(*, user: User, password: str, request: HttpRequest) -> None:
    """Asked again before what can't be undone. Guessing counts towards the same lock-out as signing in."""
    # The lock-out marks Django's request: the API's wrapper would keep the mark to itself.
    plain = getattr(request, "_request", request)
    if authenticate(plain, username=user.get_username(), password=password) != user:
        raise InvalidInput("That is not your password. Nothing was changed.", param="password")


def address_is_taken(email: str, *, by_other_than: User | None = None) -> bool:
    others = User.objects.exclude(pk=by_other_than.pk if by_other_than else None)
    return bool(email) and others.filter(email__iexact=email).exists()
