"""The cast: Alice and Bob have accounts, a stranger has none. Nobody reaches the network."""

import shutil
import socket
from collections.abc import Callable
from queue import Queue
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from rest_framework.test import APIClient

from accounts.models import ApiKey, Scope, User
from tests.new_site import tables

PASSWORD = "correct horse battery"

# A busy machine is slow, not wrong.
hypothesis_settings.register_profile(
    "patient", hypothesis_settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("patient")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """What is kept is the copy below; the folder that it lies in goes with the process."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    if name := settings.DATABASES["default"].get("TEST", {}).get("NAME"):
        shutil.copyfile(tables(), name)


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches out would fail somewhere else one day: it fails here at once."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        is_inet = self.family in (socket.AF_INET, socket.AF_INET6)
        if is_inet and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _forget_throttles() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


class KeptLater:
    """What an answer leaves to be kept after its last byte."""

    def __init__(self) -> None:
        self._works: Queue[Callable[[], object]] = Queue()
        self.add = self._works.put

    def do(self) -> None:
        while not self._works.empty():
            self._works.get()()

    def do_next(self) -> None:
        """Where a server's thread will hand it over."""
        self._works.get(timeout=30)()


@pytest.fixture(autouse=True)
def kept_later(monkeypatch: pytest.MonkeyPatch) -> KeptLater:
    """A thread of its own would not see what a test has not committed: the test says when it is done."""
    works = KeptLater()
    monkeypatch.setattr("history.keeping._hand_over", works.add)
    return works


def make_user(username: str, **fields: Any) -> User:
    return User.objects.create_user(username, f"{username}@example.org", PASSWORD, **fields)


@pytest.fixture
def alice(db: None) -> User:
    return make_user("alice")


@pytest.fixture
def bob(db: None) -> User:
    return make_user("bob")


@pytest.fixture
def admin_user(db: None) -> User:
    return User.objects.create_superuser("admin", "admin@example.org", PASSWORD)


@pytest.fixture
def stranger() -> Client:
    """Not signed in."""
    return Client()


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def api_of() -> Callable[..., APIClient]:
    def with_key(user: User, scopes: list[str] | None = None) -> APIClient:
        _, plain = ApiKey.objects.create(
            user, name=f"key {ApiKey.objects.count()}", scopes=Scope.values if scopes is None else scopes
        )
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {plain}")
        return client

    return with_key
