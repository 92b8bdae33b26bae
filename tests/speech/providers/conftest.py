"""Servers on this machine, and engines that ask them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from speech import provider_work
from speech.providers.opening import open_provider
from speech.providers.remote_engine import RemoteEngine
from tests.speech.providers.servers.local import Answer, Told, listening
from tests.speech.providers.servers.wires import WIRES, Wire


@pytest.fixture(params=WIRES, ids=lambda wire: wire.kind)
def wire(request: pytest.FixtureRequest) -> Wire:
    found: Wire = request.param
    return found


@pytest.fixture
def served() -> Iterator[Callable[[Answer], Told]]:
    """Starts a server that answers so, until the test ends."""
    with ExitStack() as stack:
        yield lambda answer: stack.enter_context(listening(answer))


@pytest.fixture
def engine_of() -> Iterator[Callable[..., RemoteEngine]]:
    """A loaded engine of a wire's kind. It asks for no voices by itself: no test waits for a thread."""
    opened: list[RemoteEngine] = []

    def made(wire: Wire, url: str, **more: Any) -> RemoteEngine:
        engine = open_provider(wire.settings(url, **more))
        assert isinstance(engine, RemoteEngine)
        engine._list._is_due = lambda _: False  # type: ignore[method-assign]
        engine.load()
        opened.append(engine)
        return engine

    yield made
    for engine in opened:
        engine.unload()


@pytest.fixture
def worked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What staff has an engine do is done before their answer, on the test's thread and its connection."""
    monkeypatch.setattr(provider_work, "_hand_over", lambda do, name: do())
    monkeypatch.setattr(provider_work, "_WORKS", {})
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
