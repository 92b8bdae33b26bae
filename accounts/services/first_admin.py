"""The first administrator: from the environment, or by a link that works once."""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from accounts.models import AuditAction, User
from accounts.services import audit
from common.errors import Conflict, NotFound
from common.secret_file import read_or_create_secret


def _token_path() -> Path:
    return Path(settings.DATA_DIR) / "setup-token"


def administrator_exists() -> bool:
    return User.objects.filter(is_superuser=True, is_active=True).exists()


def setup_token() -> str | None:
    """The token of the set-up link while nobody has used it; None once there is an administrator."""
    if administrator_exists():
        _token_path().unlink(missing_ok=True)
        return None
    return read_or_create_secret(_token_path(), length=24)


def check_token(token: str) -> None:
    """The same answer for a wrong link and a used one."""
    try:
        expected = _token_path().read_text().strip()
    except OSError:
        expected = ""
    if not expected or administrator_exists() or not hmac.compare_digest(token.encode(), expected.encode()):
        raise NotFound("This set-up link is not valid, or it has been used.")


def create_first_administrator(
    *, token: str, username: str, email: str, password: str, request: HttpRequest | None = None
) -> User:
    check_token(token)
    with _claimed(_token_path()), transaction.atomic():
        user = User.objects.create_superuser(username, email, password)
        audit.record(AuditAction.SIGNED_UP, user=user, detail="first administrator", request=request)
    return user


@contextmanager
def _claimed(path: Path) -> Iterator[None]:
    """Whoever moves the file away is the one: of two people at once the second finds it gone."""
    claimed = path.with_name(f"{path.name}.claimed")
    try:
        path.rename(claimed)
    except FileNotFoundError:
        raise Conflict("Somebody has just used this link.") from None
    try:
        yield
    except BaseException:
        claimed.rename(path)  # nobody was made: the link still works
        raise
    claimed.unlink()


def ensure_configured_administrator() -> User | None:
    """`VOICESITE_ADMIN_USERNAME` and `_PASSWORD`: made where there is no administrator yet."""
    config = settings.CONFIG
    if not config.admin_username or config.admin_password is None or administrator_exists():
        return None
    password = config.admin_password.get_secret_value()
    user = User(username=config.admin_username, email=config.admin_email)
    try:
        user.full_clean(exclude=["password"])
        validate_password(password, user)
    except ValidationError as error:
        raise Conflict(f"VOICESITE_ADMIN_*: {' '.join(error.messages)}") from None
    with transaction.atomic():
        user = User.objects.create_superuser(user.username, user.email, password)
        audit.record(AuditAction.SIGNED_UP, user=user, detail="administrator from the environment")
    return user
