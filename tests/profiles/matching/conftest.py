from collections.abc import Callable
from typing import Any

import pytest

from speech.matching import Finding, Match, Stock
from speech.packs.store import PackState
from tests.profiles.builders import BlendingEngine
from tests.speech.fake_site import put_engines

FOUND = Match(
    blend="anna(0.6)+bert(0.4)",
    similarity=0.8123,
    nearest=Stock("anna", 0.75),
    ranking=(Stock("anna", 0.75), Stock("bert", 0.6)),
    evaluations=40,
    seconds=61.2,
    warnings=("There are only 5 s of speech.",),
)


class FakeSearch:
    """In place of the search: what it was given, what it finds, and what happens while it looks."""

    def __init__(self) -> None:
        self.found: Match | Exception = FOUND
        self.asked: dict[str, Any] = {}
        self.meanwhile: Callable[[], None] = lambda: None

    def __call__(self, samples: Any, *, generation: Any, on_progress: Any, **asked: Any) -> Match:
        self.asked = {"samples": samples, **asked}
        assert generation.engine.name == "kokoro"
        on_progress(Finding(0.5, "anna", 0.71))
        self.meanwhile()
        on_progress(Finding(0.9, FOUND.blend, 0.8))
        if isinstance(self.found, Exception):
            raise self.found
        return self.found


class Packs:
    encoder = PackState.READY

    def state(self, name: str) -> PackState:
        assert name == "speaker-encoder"
        return self.encoder


@pytest.fixture(autouse=True)
def packs(monkeypatch: pytest.MonkeyPatch) -> Packs:
    packs = Packs()
    monkeypatch.setattr("profiles.matching.services.pack_store", lambda: packs)
    return packs


@pytest.fixture(autouse=True)
def kokoro(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any, engines: Any) -> Any:
    pool = put_engines(monkeypatch, settings, tmp_path / "passages", BlendingEngine("kokoro"), engines)
    monkeypatch.setattr("profiles.matching.making.pool", lambda: pool)
    return pool


@pytest.fixture(autouse=True)
def search(monkeypatch: pytest.MonkeyPatch) -> FakeSearch:
    fake = FakeSearch()
    monkeypatch.setattr("profiles.matching.making.find_match", fake)
    monkeypatch.setattr("jobs.run.CHECK_EVERY_SECONDS", 0)
    monkeypatch.setattr("jobs.run.WRITE_EVERY_SECONDS", 0)
    return fake
