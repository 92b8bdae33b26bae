"""The fake voice for tests of the Speak page: its gate opens when the test says so."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from speak import making
from tests.processes import wait_until
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines


@pytest.fixture
def gate() -> threading.Event:
    """Open, until a test closes it."""
    event = threading.Event()
    event.set()
    return event


@pytest.fixture
def fake_voice(
    monkeypatch: pytest.MonkeyPatch, settings: Any, gate: threading.Event, tmp_path: Path
) -> Iterator[FakeEngine]:
    """What it has spoken is remembered, as on a site."""
    engine = FakeEngine(gate=gate)
    put_engines(monkeypatch, settings, tmp_path / "passages", engine)
    yield engine
    gate.set()
    wait_until(lambda: not making._under_way, seconds=60, why="every take having ended")
