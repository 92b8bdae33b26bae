"""API keys: made once, shown once, revoked for good."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.models import ApiKey, AuditAction, Scope, User
from accounts.services import audit
from common.errors import Conflict, InvalidInput

MOST_KEYS = 50
MOST_DAYS = 3650


def create_key(
    *,
    user: User,
    name: str,
    scopes: list[str],
    expires_in_days: int | None = None,
    request: HttpRequest | None = None,
) -> tuple[ApiKey, str]:
    """The key's row and the key itself, which nobody can read again."""
    name = name.strip()
    _validate(name=name, scopes=scopes, expires_in_days=expires_in_days)
    expiry = timedelta(days=expires_in_days) if expires_in_days else None
    try:
        with transaction.atomic():
            # Locks the person's row, so that two requests can't both be the fiftieth.
            User.objects.select_for_update().get(pk=user.pk)
            if user.api_keys.count() >= MOST_KEYS:
                raise Conflict(f"You have {MOST_KEYS} keys already. Revoke one you no longer use.")
            key, plain = ApiKey.objects.create(user, expiry=expiry, name=name, scopes=sorted(set(scopes)))
            audit.record(AuditAction.KEY_CREATED, user=user, detail=name, request=request)
    except IntegrityError:
        raise Conflict(f"You already have a key named “{name}”.", param="name") from None
    return key, plain


def revoke_key(*, key: ApiKey, request: HttpRequest | None = None) -> None:
    with transaction.atomic():
        deleted, _ = ApiKey.objects.filter(pk=key.pk).delete()
        if deleted:
            audit.record(AuditAction.KEY_REVOKED, user=key.user, detail=key.name, request=request)


def allowed_scopes(credential: Any) -> list[str]:
    """A key can't make a key that may do more than itself; a signed-in person can make any."""
    return list(Scope.values) if credential is None else list(credential.scopes)


def _validate(*, name: str, scopes: list[str], expires_in_days: int | None) -> None:
    if not 1 <= len(name) <= 100:
        raise InvalidInput("Give the key a name of 1 to 100 characters.", param="name")
    unknown = sorted(set(scopes) - set(Scope.values))
    if unknown or not scopes:
        raise InvalidInput(f"Choose at least one of: {', '.join(Scope.values)}.", param="scopes")
    if expires_in_days is not None and not 1 <= expires_in_days <= MOST_DAYS:
        raise InvalidInput(f"A key lasts 1 to {MOST_DAYS} days, or has no end.", param="expires_in_days")
