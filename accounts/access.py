"""A person and an id in, the row or a 404 out."""

from typing import Any
from uuid import UUID

from accounts.models import ApiKey
from common.errors import NotFound


def key_for(user: Any, pk: UUID) -> ApiKey:
    key = ApiKey.objects.filter(user=user, pk=pk).first()
    if key is None:
        raise NotFound("You have no such key.")
    return key
