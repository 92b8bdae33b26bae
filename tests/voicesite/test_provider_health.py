"""What `/health/ready` says of providers."""

import json

import httpx
import pytest
from django.core.cache import cache
from django.utils import timezone

from speech.engines.errors import EngineUnavailable
from speech.models import ProviderState
from speech.provider_states import Breaker
from tests.processes import wait_until
from tests.running_site import RunningSite
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines
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


@pytest.mark.processes
def test_with_every_key_wrong_the_site_is_up_says_which_and_speaks(tmp_path, monkeypatch):
    kind = "module:tests.speech.providers.remote_engine"
    providers = {
        "refused": {"kind": kind, "key_env": "WRONG_KEY"},
        "keyless": {"kind": kind, "key_env": "NO_KEY"},
        "kokoro": {"enabled": False},
        "piper": {"enabled": False},
    }
    monkeypatch.setenv("WRONG_KEY", "wrong")
    monkeypatch.delenv("NO_KEY", raising=False)
    settings = {"providers": json.dumps(providers), "engine_warm_up": "true"}
    with RunningSite(tmp_path / "site", **settings) as site:

        def detail() -> str:
            return httpx.get(f"{site.url}/health/ready", timeout=30).json()["checks"]["providers"]["detail"]

        wait_until(lambda: "auth" in detail(), seconds=60, why="the wrong key being known", every_seconds=1)
        assert "refused: its last answer was a failure (auth)" in detail()
        assert "keyless: its key is missing" in detail()
        key = site.site.python(
            "from accounts.models import ApiKey, User\n"
            "user = User.objects.create_user('alice', 'a@example.org', 'correct horse')\n"
            "print(ApiKey.objects.create(user, name='k', scopes=['speech'])[1])"
        )
        spoken = httpx.post(
            f"{site.url}/v1/audio/speech",
            json={"model": "tts-1", "voice": "alloy", "input": "Hello.", "response_format": "wav"},
            headers={"Authorization": f"Bearer {key}"},
            timeout=60,
        )
        assert (spoken.status_code, spoken.content[:4]) == (200, b"RIFF")
