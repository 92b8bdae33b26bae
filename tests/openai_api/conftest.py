"""An engine that needs no weights behind the doors under `/v1/`."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from accounts.models import User
from accounts.services.keys import create_key
from tests.asgi_server import serving
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines
from tests.speech.recognition.fake_hearing import put_recognisers
from tests.speech.recognition.fake_recogniser import FakeRecogniser


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Callable[..., Any]:
    def put_under(*engines: FakeEngine, **limits: Any) -> Any:
        return put_engines(monkeypatch, settings, tmp_path / "passages", *engines, **limits)

    return put_under


@pytest.fixture
def engine(put: Callable[..., Any]) -> FakeEngine:
    fake = FakeEngine()
    put(fake)
    return fake


@pytest.fixture
def put_hearing(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[..., Any]:
    def put_under(*recognisers: FakeRecogniser, **limits: Any) -> Any:
        return put_recognisers(monkeypatch, settings, *recognisers, **limits)

    return put_under


@pytest.fixture(autouse=True)
def recogniser(put_hearing: Callable[..., Any]) -> FakeRecogniser:
    """Always there: what is listed must not depend on the packs of a machine."""
    fake = FakeRecogniser("listener")
    put_hearing(fake)
    return fake


@pytest.fixture
def server(transactional_db: None) -> Iterator[str]:
    with serving() as url:
        yield url


@pytest.fixture
def key_of() -> Callable[..., str]:
    def made(user: User, *scopes: str) -> str:
        return create_key(user=user, name="program", scopes=list(scopes or ("speech",)))[1]

    return made
