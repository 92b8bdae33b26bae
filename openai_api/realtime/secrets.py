"""Client secrets: what a web page is given instead of a key. Short-lived, for this one door, kept nowhere.

A secret is signed by the site and names who it is of. It falls with the key that made it, with the
person's password and with its time.
"""

import time
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.utils.crypto import constant_time_compare
from rest_framework import exceptions

from accounts.authentication import ApiKeyAuthentication
from accounts.models import ApiKey, Scope, User
from common.errors import InvalidInput

PREFIX = "ek_"
LEAST_SECONDS, USUAL_SECONDS, MOST_SECONDS = 10, 600, 7200
MOST_CHARACTERS = 4_096  # it travels in a header of a WebSocket's handshake
# A dot, unlike the usual colon, may stand in such a header.
_SIGNER = signing.Signer(salt="openai_api.realtime.secrets", sep=".")
NOT_VALID = "The client secret is unknown or expired. Ask for a new one."


@dataclass(frozen=True)
class SecretPass:
    """What a client secret allows, in place of a key."""

    pk: str  # of the key or the person that made it: its requests count as theirs
    session: dict[str, Any]

    def allows(self, scope: str) -> bool:
        return scope == Scope.TRANSCRIBE


def make_secret(*, user: User, key: ApiKey | None, session: dict[str, Any], seconds: int) -> tuple[str, int]:
    """The secret, and when it expires."""
    expires_at = int(time.time()) + seconds
    payload = {
        "user": str(user.pk),
        "key": str(key.pk) if key else "",
        "password": user.get_session_auth_hash(),
        "session": session,
        "expires_at": expires_at,
    }
    secret = PREFIX + _SIGNER.sign_object(payload, compress=True)
    if len(secret) > MOST_CHARACTERS:
        raise InvalidInput(
            "The session is too long for a client secret: send its prompt with session.update.",
            param="session",
        )
    return secret, expires_at


class ClientSecretAuthentication(ApiKeyAuthentication):
    """Keys too: what is wrong with either counts as a guess."""

    def authenticate_credentials(self, token: bytes) -> tuple[Any, Any]:
        if not token.startswith(PREFIX.encode()):
            return super().authenticate_credentials(token)
        payload = _read(token)
        user = User.objects.filter(pk=payload["user"], is_active=True).first()
        if user is None or not _still_stands(payload, user):
            raise exceptions.AuthenticationFailed(NOT_VALID)
        return user, SecretPass(payload["key"] or f"session:{user.pk}", payload["session"])


def _read(token: bytes) -> dict[str, Any]:
    try:
        payload: dict[str, Any] = _SIGNER.unsign_object(token.decode("ascii").removeprefix(PREFIX))
    except (signing.BadSignature, UnicodeDecodeError):
        raise exceptions.AuthenticationFailed(NOT_VALID) from None
    if payload["expires_at"] <= time.time():
        raise exceptions.AuthenticationFailed(NOT_VALID)
    return payload


def _still_stands(payload: dict[str, Any], user: User) -> bool:
    if not constant_time_compare(payload["password"], user.get_session_auth_hash()):
        return False
    if not payload["key"]:
        return True
    key = ApiKey.objects.filter(pk=payload["key"], user=user).first()
    return key is not None and not key.is_expired and key.allows(Scope.TRANSCRIBE)
