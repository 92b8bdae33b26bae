"""What was spoken by another engine than the one asked for says so, and is asked for again as it was."""

import pytest

from history.entries import wish_of
from history.models import State
from speak import making, takes
from speech.pipeline import SpeechRequest
from speech.providers.failures import FailureKind, ProviderFailed
from speech.requests import Wish
from speech.speaking import begin
from tests.history.builders import make_entry
from tests.processes import wait_until
from tests.speak.builders import make_take
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines
from tests.speech.providers.fake_provider import FakeProvider, failure, guarded

STOOD_IN = {
    "engine": "piper",
    "fallback_from": "kokoro",
    "voice": "joe",
    "settings": {"asked_voice": "af_sky"},
}
TOLD = "spoken by Piper, because Kokoro could not"


@pytest.fixture
def cloud(monkeypatch, settings, tmp_path):
    cloud, here = FakeProvider(), FakeEngine("here")
    cloud.fails = failure(FailureKind.AUTH)
    put_engines(monkeypatch, settings, tmp_path / "passages", guarded(cloud), here)
    settings.CONFIG = settings.CONFIG.model_copy(update={"fallback_order": ["here"]})
    return cloud


@pytest.mark.django_db(transaction=True)
def test_a_take_tells_who_spoke_and_is_asked_for_again_as_it_was(alice, cloud):
    take = takes.start_take(user=alice, wish=Wish(text="Hello there.", model="cloud", voice="low"))

    def ended() -> bool:
        take.refresh_from_db()
        return not take.is_unfinished and making.under_way(take.pk) is None

    wait_until(ended, seconds=60, why="the take having ended")
    assert (take.state, take.engine, take.fallback_from) == (State.DONE, "here", "cloud")
    assert (take.asked_engine, wish_of(take).model, wish_of(take).voice) == ("cloud", "cloud", "low")


def test_speech_with_its_times_tells_who_spoke(alice, api_of, cloud):
    asked = {"model": "cloud", "voice": "low", "input": "Hello there.", "save_history": False}
    response = api_of(alice).post("/api/speech/timed", asked, format="json")
    assert response.status_code == 200, response.content
    assert (response["X-Engine"], response["X-Fallback-From"]) == ("here", "cloud")


def test_the_pages_tell(alice, client_of):
    entry = make_entry(alice, **STOOD_IN)
    make_take(alice, **STOOD_IN)
    client = client_of(alice)
    for url in ("/history/", "/speak/"):
        assert TOLD in client.get(url, follow=True).content.decode(), url
    page = client.get(f"/history/{entry.pk}/", follow=True).content.decode()
    assert "because kokoro could not speak" in page


def test_what_is_kept_under_the_engine_that_was_asked_is_not_spoken_by_another(alice, cloud):
    request = SpeechRequest(text="Hello there.", engine="cloud", voice="low", language="en-US")
    with pytest.raises(ProviderFailed):
        list(begin(request, owner=alice).drawn())
