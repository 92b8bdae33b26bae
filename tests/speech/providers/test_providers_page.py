"""Who can speak, on the Models page."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from speech import provider_work
from speech.engines.errors import EngineUnavailable
from speech.models import ProviderState
from speech.provider_states import Breaker
from speech.provider_work import Work
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines
from tests.speech.providers.provider_settings import name_providers
from tests.speech.providers.remote_engine import RemoteEngine

GONE = EngineUnavailable("gone", reason="its key is missing", what_to_do="Put it into GONE_KEY.")


@pytest.fixture(autouse=True)
def local(monkeypatch, settings, tmp_path, worked_at_once):
    engine = FakeEngine("local")
    put_engines(monkeypatch, settings, tmp_path, engine, RemoteEngine(), missing={"gone": GONE})
    name_providers(settings, remote={"kind": "openai", "title": "The Cloud"})
    return engine


@pytest.fixture
def staff(admin_user, client_of):
    return client_of(admin_user)


def page_of(client) -> str:
    return client.get(reverse("speech:models")).content.decode()


def part_of(client) -> str:
    return client.get(reverse("speech:providers"), headers={"hx-request": "true"}).content.decode()


def act(client, action, name) -> str:
    response = client.post(reverse(f"speech:provider-{action}", args=[name]))
    assert (response.status_code, response.url) == (302, reverse("speech:models"))
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_each_is_there_with_its_state_and_what_can_be_done(staff):
    page = page_of(staff)
    assert "The Cloud" in page
    assert "Elsewhere: texts leave this machine" in page
    assert "Its key is missing. Put it into GONE_KEY." in page
    assert reverse("speech:provider-load", args=["local"]) in page
    assert reverse("speech:provider-warm-up", args=["remote"]) not in page
    assert reverse("speech:provider-voices", args=["remote"]) in page
    assert reverse("speech:provider-load", args=["gone"]) not in page


def test_an_engine_is_loaded_shown_so_and_let_go(staff, local):
    assert act(staff, "load", "local") == "local is loaded."
    assert "Loaded" in page_of(staff)
    assert act(staff, "unload", "local") == "local is let go."
    assert not local.is_loaded


def test_one_that_rests_can_be_tried_again(staff):
    ProviderState.objects.create(
        name="remote",
        state=Breaker.OPEN,
        opened_at=timezone.now(),
        cool_down_seconds=60,
        failures=5,
        last_failure="It hung.",
        last_failure_at=timezone.now(),
    )
    page = page_of(staff)
    assert "Resting" in page
    assert "after 5 failures" in page
    assert "It hung." in page
    assert "asked again" in act(staff, "reset", "remote")
    assert "Resting" not in page_of(staff)


def test_what_goes_wrong_is_told_in_place(staff, local):
    local.fails_to_load = EngineUnavailable("local", reason="it is too large", what_to_do="Get memory.")
    assert act(staff, "load", "local") == ""
    assert "it is too large" in page_of(staff)
    assert "not loaded" in act(staff, "unload", "local")
    assert "no provider called" in act(staff, "load", "nobody")


def test_it_looks_again_only_while_something_is_under_way(staff):
    assert "hx-trigger" not in part_of(staff)
    provider_work._WORKS["local"] = Work("Loading")
    part = part_of(staff)
    assert 'hx-trigger="every 2s"' in part
    assert "Loading …" in part
    assert 'id="provider-local-warm-up"' in part, "by which the browser finds what had the focus"
    assert "<!DOCTYPE html>" not in part


def test_one_that_is_turned_off_says_so(staff, settings):
    name_providers(settings, gone={"kind": "openai", "enabled": False})
    assert "Turned off" in page_of(staff)
