"""“Delete my account”: the rows, the files and the work under way, at once and for good."""

import logging

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db import connection, transaction
from django.http import HttpRequest

from accounts.models import AuditAction, AuditEvent, User
from accounts.services import audit
from accounts.services.people import confirm_password
from common.errors import Conflict

logger = logging.getLogger(__name__)


def delete_account(*, user: User, password: str, request: HttpRequest) -> None:
    confirm_password(user=user, password=password, request=request)
    with transaction.atomic():
        remove_person(user=user, by=user, request=request)


def remove_person(*, user: User, by: User, request: HttpRequest | None = None) -> None:
    """Everything owned cascades; each app's deletion signal removes its files once this has committed."""
    with transaction.atomic():
        if would_leave_no_administrator([user]):
            raise Conflict("You are the only administrator. Make another one first.")
        detail = "" if by.pk == user.pk else f"by {by.get_username()}"
        audit.record(
            AuditAction.ACCOUNT_DELETED, username=user.get_username(), detail=detail, request=request
        )
        logger.info("account deleted", extra={"user_id": user.pk})
        _forget_addresses(user)
        user.delete()


def would_leave_no_administrator(leaving: list[User]) -> bool:
    """Inside a transaction the rows are locked: of the last two administrators both can't leave at once."""
    administrators = User.objects.filter(is_superuser=True, is_active=True)
    if connection.in_atomic_block:
        administrators = administrators.select_for_update()
    staying = {admin.pk for admin in administrators} - {user.pk for user in leaving}
    return any(user.is_superuser and user.is_active for user in leaving) and not staying


def _forget_addresses(user: User) -> None:
    """What was written down about sign-ins keeps no address of somebody who has left."""
    AuditEvent.objects.filter(user=user).update(address=None)
    for log in (AccessAttempt, AccessLog, AccessFailureLog):
        log.objects.filter(username__iexact=user.get_username()).delete()
