"""`Authorization: Bearer vs_…`: a program speaks for the person whose key it holds."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from knox.auth import TokenAuthentication
from rest_framework import exceptions

from accounts.models import ApiKey
from common.throttles import GuessThrottle

# A row written on every request would make each read a write.
LAST_USED_PRECISION = timedelta(minutes=1)


class ApiKeyAuthentication(TokenAuthentication):
    def authenticate(self, request: Any) -> tuple[Any, ApiKey] | None:
        try:
            return super().authenticate(request)
        except exceptions.AuthenticationFailed:
            throttle = GuessThrottle()
            if throttle.refuses(request):
                raise exceptions.Throttled(throttle.wait()) from None
            raise

    def authenticate_credentials(self, token: bytes) -> tuple[Any, ApiKey]:
        try:
            token.decode("ascii")
        except UnicodeDecodeError:
            raise exceptions.AuthenticationFailed("That is not an API key of this site.") from None
        try:
            user, key = super().authenticate_credentials(token)
        except exceptions.AuthenticationFailed:
            raise exceptions.AuthenticationFailed(
                "The API key is unknown, revoked or expired. Make a new one in Settings."
            ) from None
        self._note_use(key)
        return user, key

    def _cleanup_token(self, auth_token: ApiKey) -> bool:
        # Knox deletes expired tokens; here they stay listed until their owner revokes them.
        return auth_token.is_expired

    def _note_use(self, key: ApiKey) -> None:
        now = timezone.now()
        if key.last_used_at is None or now - key.last_used_at > LAST_USED_PRECISION:
            ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
