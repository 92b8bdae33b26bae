"""A request behind `login_required` or a key: somebody is known. For the type checker's eyes."""

from typing import Any

from accounts.models import User
from common.htmx import PageRequest


class SignedInRequest(PageRequest):
    user: User


def person(request: Any) -> User:
    user = request.user
    assert isinstance(user, User), "a view without a sign-in asked who is there"  # noqa: S101
    return user
