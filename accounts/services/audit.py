"""The record of what was done to accounts. Written in the same transaction as the deed."""

from typing import Any

from axes.helpers import get_client_ip_address
from django.http import HttpRequest

from accounts.models import AuditAction, AuditEvent
from common.request_id import current_request_id

DETAIL_LENGTH = AuditEvent._meta.get_field("detail").max_length
USERNAME_LENGTH = AuditEvent._meta.get_field("username").max_length


def record(
    action: AuditAction,
    *,
    user: Any = None,
    username: str = "",
    detail: str = "",
    request: HttpRequest | None = None,
) -> AuditEvent:
    name = user.get_username() if user is not None else username
    return AuditEvent.objects.create(
        action=action,
        user=user,
        # A NUL from a hostile form would be refused by PostgreSQL and lose the event.
        username=name.replace("\0", "")[:USERNAME_LENGTH],
        detail=detail[:DETAIL_LENGTH],
        address=get_client_ip_address(request) if request is not None else None,
        request_id=current_request_id(),
    )
