"""“Delete my account”: the rows, the files and the work under way, at once and for good."""

import logging

from django.db import transaction
from django.http import HttpRequest

from accounts.models import AuditAction, User
from accounts.services import audit
from common.errors import Conflict, InvalidInput

logger = logging.getLogger(__name__)


def delete_account(*, user: User, password: str, request: HttpRequest | None = None) -> None:
    if not user.check_password(password):
        raise InvalidInput("That is not your password. Nothing was deleted.", param="password")
    with transaction.atomic():
        remove_person(user=user, by=user, request=request)


def remove_person(*, user: User, by: User, request: HttpRequest | None = None) -> None:
    """Everything owned cascades; each app's deletion signal removes its files once this has committed."""
    with transaction.atomic():
        # Lock the administrators' rows: two of the last two can't both leave at once.
        administrators = User.objects.select_for_update().filter(is_superuser=True, is_active=True)
        if {admin.pk for admin in administrators} == {user.pk}:
            raise Conflict("You are the only administrator. Make another one first.")
        detail = "" if by.pk == user.pk else f"by {by.get_username()}"
        audit.record(
            AuditAction.ACCOUNT_DELETED, username=user.get_username(), detail=detail, request=request
        )
        logger.info("account deleted", extra={"user_id": user.pk})
        user.delete()
