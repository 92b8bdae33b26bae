"""What `/health/ready` says of providers."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from speech.engines.errors import EngineUnavailable
from speech.engines.pool import EnginePool
from speech.engines.registry import Registry
from speech.engines.settings import EngineSettings
from speech.models import ProviderState
from speech.passage_cache import PassageCache
from speech.provider_actions import ask_everybody_for_voices
from speech.provider_openers import openers
from speech.provider_states import Breaker
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines, put_registry
from tests.speech.providers.provider_settings import name_providers
from tests.speech.providers.remote_engine import RemoteEngine

MISSING = EngineUnavailable("keyless", reason="its key is missing", what_to_do="Set it.")


@pytest.fixture
def told(db, monkeypatch, settings, tmp_path, stranger):
    def of(*engines, missing=None):
        put_engines(monkeypatch, settings, tmp_path, *engines, missing=missing)
        name_providers(settings, remote={"kind": "openai"}, keyless={"kind": "openai"})
        found = stranger.get("/health/ready").json()["checks"]["providers"]
        return found["status"], found["detail"]

    return of


def test_all_is_well_where_all_can_speak(told):
    assert told(FakeEngine("local"), RemoteEngine()) == ("ok", "2 can speak")


def test_one_that_is_missing_or_rests_is_a_warning_while_this_machine_speaks(told):
    ProviderState.objects.create(
        name="remote",
        state=Breaker.OPEN,
        opened_at=timezone.now(),
        cool_down_seconds=60,
        last_failure_kind="timeout",
        last_failure="https://secret.example.org hung",
    )
    status, detail = told(FakeEngine("local"), RemoteEngine(), missing={"keyless": MISSING})
    assert status == "warning"
    assert detail == "remote: its last answer was a failure (timeout); keyless: its key is missing"


def test_where_nothing_here_can_speak_the_site_is_not_ready(told):
    status, detail = told(RemoteEngine(), missing={"keyless": MISSING})
    assert (status, detail.split(";")[0]) == ("error", "nothing on this machine can speak")


def test_one_that_is_turned_off_is_nobodys_trouble(told, settings, stranger):
    told(FakeEngine("local"), missing={"keyless": MISSING})
    name_providers(settings, keyless={"kind": "openai", "enabled": False})
    cache.clear()
    assert stranger.get("/health/ready").json()["checks"]["providers"]["status"] == "ok"


def test_with_every_key_wrong_the_site_is_up_says_which_and_speaks(
    monkeypatch, settings, tmp_path, alice, api_of, stranger
):
    kind = "module:tests.speech.providers.remote_engine"
    monkeypatch.setenv("WRONG_KEY", "wrong")
    monkeypatch.delenv("NO_KEY", raising=False)
    name_providers(
        settings,
        refused={"kind": kind, "key_env": "WRONG_KEY"},
        keyless={"kind": kind, "key_env": "NO_KEY"},
        kokoro={"enabled": False},
        piper={"enabled": False},
    )
    registry = Registry(EngineSettings(), engines=openers(threads=1))
    put_registry(monkeypatch, registry, EnginePool(registry.engine), PassageCache(tmp_path / "p", 10**7))
    ask_everybody_for_voices()  # as the web process does when it has started
    found = stranger.get("/health/ready").json()["checks"]["providers"]
    assert found["status"] == "warning"
    assert "refused: its last answer was a failure (auth)" in found["detail"]
    assert "keyless: its key is missing" in found["detail"]
    asked = {"model": "espeak", "voice": "en-US", "input": "Hello.", "response_format": "wav"}
    spoken = api_of(alice).post("/v1/audio/speech", asked, format="json")
    assert spoken.status_code == 200
    assert b"".join(spoken.streaming_content).startswith(b"RIFF")
