"""`/api/providers`: what everybody may know of them, and what staff may have done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from speech import provider_work
from speech.engines.errors import EngineUnavailable
from speech.models import ProviderState
from speech.provider_states import Breaker
from speech.providers.failures import FailureKind
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines
from tests.speech.providers.provider_settings import name_providers
from tests.speech.providers.remote_engine import RemoteEngine

GONE = EngineUnavailable("gone", reason="its key is missing", what_to_do="Put it into GONE_KEY.")
REMOTE = {
    "kind": "openai",
    "url": "https://voice.example.org/v1",
    "model": "large",
    "key_env": "REMOTE_KEY",
    "formats": ["mp3"],
    "price_per_million_characters": 15.0,
}


@pytest.fixture
def remote():
    return RemoteEngine()


@pytest.fixture(autouse=True)
def site(monkeypatch, settings, tmp_path, remote, worked_at_once):
    monkeypatch.setenv("REMOTE_KEY", "sk-do-not-tell")
    local = FakeEngine("local")
    put_engines(monkeypatch, settings, tmp_path, local, remote, missing={"gone": GONE})
    name_providers(settings, remote=REMOTE, gone={"kind": "openai", "key_env": "GONE_KEY"})
    return local


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


@pytest.fixture
def staff(admin_user, api_of):
    return api_of(admin_user)


def provider(api, name="remote"):
    response = api.get(f"/api/providers/{name}")
    assert response.status_code == 200
    return response.json()


def rest(name="remote", **fields):
    fields = {"opened_at": timezone.now(), "cool_down_seconds": 60, "failures": 5, **fields}
    return ProviderState.objects.create(
        name=name, state=Breaker.OPEN, last_failure_kind="timeout", last_failure="It hung.", **fields
    )


def test_everybody_sees_who_can_speak_and_why_some_can_not(api):
    found = {each["name"]: each for each in api.get("/api/providers").json()["items"]}
    assert {name: each["state"] for name, each in found.items()} == {
        "local": "available",
        "remote": "available",
        "gone": "unavailable",
    }
    assert (found["gone"]["reason"], found["gone"]["what_to_do"]) == (
        "its key is missing",
        "Put it into GONE_KEY.",
    )
    assert found["remote"]["capabilities"]["is_remote"]
    assert found["remote"]["models"] == ["remote", "large"]
    assert found["remote"]["limits"]["formats"] == ["mp3"]
    assert found["local"]["models"][:2] == ["local", "tts-1"]


def test_where_it_is_what_it_costs_and_how_it_fails_is_for_staff(api, staff):
    rest()
    assert provider(api)["operation"] is None
    assert "voice.example.org" not in api.get("/api/providers").content.decode()
    operation = provider(staff)["operation"]
    assert (operation["url"], operation["model"], operation["key_env"]) == (
        "https://voice.example.org/v1",
        "large",
        "REMOTE_KEY",
    )
    assert operation["price_per_million_characters"] == 15.0
    assert operation["breaker"]["last_failure"] == "It hung."
    assert provider(staff, "local")["operation"]["url"] == ""


def test_a_key_is_told_to_nobody(staff):
    for address in ("/api/providers", "/api/providers/remote"):
        assert "sk-do-not-tell" not in staff.get(address).content.decode()


def test_one_that_rests_says_until_when(api):
    opened = rest().opened_at
    found = provider(api)
    assert (found["state"], found["reason"]) == ("resting", "its last answer was a failure (timeout)")
    until = timezone.datetime.fromisoformat(found["resting_until"])
    assert abs(until - opened - timedelta(seconds=60)) < timedelta(seconds=1)


def test_a_rest_that_is_over_is_none(api):
    rest(opened_at=timezone.now() - timedelta(seconds=61))
    assert provider(api)["state"] == "available"


def test_staff_ends_a_rest(staff):
    rest()
    found = staff.post("/api/providers/remote/reset").json()
    assert (found["state"], found["operation"]["breaker"]["failures"]) == ("available", 0)
    assert ProviderState.objects.get().state == Breaker.CLOSED


def test_staff_loads_an_engine_and_lets_it_go(staff, site):
    assert staff.post("/api/providers/local/load").json()["state"] == "loaded"
    assert provider(staff, "local")["operation"]["use"]["is_loaded"]
    assert staff.post("/api/providers/local/unload").json()["state"] == "available"
    assert not site.is_loaded
    refused = staff.post("/api/providers/local/unload")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "not_loaded")


def test_warming_up_speaks_once_here_and_never_elsewhere(staff, site, remote):
    assert staff.post("/api/providers/local/warm-up").json()["state"] == "loaded"
    assert site.spoken == ["Ready."]
    refused = staff.post("/api/providers/remote/warm-up")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "nothing_to_warm_up")
    assert remote.spoken == []


def test_what_can_not_be_loaded_says_why(staff, site):
    site.fails_to_load = EngineUnavailable("local", reason="it is too large", what_to_do="Get memory.")
    response = staff.post("/api/providers/local/load")
    assert response.status_code == 200
    assert "it is too large" in response.json()["operation"]["work"]["error"]
    assert staff.post("/api/providers/gone/load").status_code == 503


def test_work_that_takes_its_time_is_told_as_under_way_and_done_once(staff, monkeypatch):
    kept = []
    monkeypatch.setattr(provider_work, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(provider_work, "_hand_over", lambda do, name: kept.append(do))
    begun = staff.post("/api/providers/local/load")
    assert (begun.status_code, begun.json()["operation"]["work"]["is_under_way"]) == (202, True)
    assert staff.post("/api/providers/local/warm-up").status_code == 409
    kept.pop()()
    assert provider(staff, "local")["state"] == "loaded"
    assert staff.post("/api/providers/local/warm-up").status_code == 202


def test_voices_are_asked_for_anew(staff, remote):
    assert staff.post("/api/providers/remote/voices/refresh").status_code == 200
    assert remote.asked == 1
    assert ProviderState.objects.get(name="remote").last_success_at
    refused = staff.post("/api/providers/local/voices/refresh")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "voices_are_fixed")


def test_a_key_that_is_refused_is_told_until_something_works(staff, api, remote):
    remote.failure = FailureKind.AUTH
    answer = staff.post("/api/providers/remote/voices/refresh").json()
    assert "it was refused" in answer["operation"]["work"]["error"]
    assert provider(api)["what_to_do"] == "Look at its key and its account."
    remote.failure = None
    staff.post("/api/providers/remote/voices/refresh")
    assert provider(api)["what_to_do"] == ""


def test_staff_who_looked_after_it_says_so(staff, api, remote):
    remote.failure = FailureKind.QUOTA
    staff.post("/api/providers/remote/voices/refresh")
    assert "account" in provider(api)["what_to_do"]
    staff.post("/api/providers/remote/reset")
    assert provider(api)["reason"] == ""


@pytest.mark.parametrize("action", ["load", "unload", "warm-up", "reset", "voices/refresh"])
def test_nobody_else_may_do_any_of_it(api, action):
    assert api.post(f"/api/providers/remote/{action}").status_code == 403


def test_one_that_there_is_not_is_not_found(staff):
    assert staff.get("/api/providers/nobody").status_code == 404
    assert staff.post("/api/providers/nobody/load").json()["error"]["code"] == "unknown_provider"


def test_the_list_takes_as_many_queries_for_one_as_for_all(api, django_assert_max_num_queries):
    api.get("/api/providers")
    rest()
    rest("local")
    with django_assert_max_num_queries(6):
        api.get("/api/providers")
