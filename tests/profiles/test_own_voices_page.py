"""`/voices/own/`."""

import pytest

from jobs.models import Job
from speech.models import OwnVoice
from tests.profiles.builders import make_profile
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines
from tests.speech.own_voices.builders import STATEMENT, make_own_voice, spoken_file

pytestmark = pytest.mark.django_db
PAGE = "/voices/own/"
HX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def cloner(monkeypatch, settings, tmp_path) -> FakeEngine:
    engine = FakeEngine("cloner", has_cloning=True)
    put_engines(monkeypatch, settings, tmp_path / "passages", FakeEngine(), engine)
    return engine


def text_of(answer) -> str:
    return answer.content.decode()


def test_without_an_engine_that_imitates_the_empty_page_says_what_is_missing(alice, client_of):
    assert "No engine here imitates voices" in text_of(client_of(alice).get(PAGE))


def test_a_recording_is_brought(alice, client_of, cloner):
    sent = {"name": "Grandma", "file": spoken_file(), "consent": STATEMENT, "agrees": "on"}
    recorded = {**sent, "is_recording": "1", "reading": "en-1"}
    answer = client_of(alice).post(PAGE, recorded, **HX)
    assert answer.status_code == 200
    assert "Grandma" in text_of(answer)
    voice = OwnVoice.objects.get()
    assert (voice.clip.source, voice.language, voice.is_transcript_edited) == ("recording", "en", False)
    assert voice.transcript.startswith("On Thursday")


def test_who_does_not_agree_is_not_imitated(alice, client_of):
    sent = {"name": "Grandma", "file": spoken_file(), "consent": STATEMENT}
    answer = client_of(alice).post(PAGE, sent, **HX)
    assert (answer.status_code, answer["HX-Retarget"]) == (422, "#own-voices-problem")
    assert "has to agree" in text_of(answer)


def test_what_is_wrong_with_the_recording_is_told_on_the_page(alice, client_of):
    answer = client_of(alice).post(PAGE, {"name": "Ada", "consent": STATEMENT, "agrees": "on"})
    assert answer.status_code == 422
    assert "choose a recording" in text_of(answer)


def test_which_of_two_recordings_is_meant_is_asked(alice, client_of):
    two = {"file": spoken_file(), "profile_id": str(make_profile(alice).pk)}
    answer = client_of(alice).post(PAGE, {"name": "Ada", "consent": STATEMENT, "agrees": "on", **two})
    assert "more than one" in text_of(answer)


def test_it_is_changed_heard_deleted_and_brought_back(alice, client_of, cloner):
    voice = make_own_voice(alice)
    make_profile(alice, backend="cloner", voice=str(voice.pk))
    client, at = client_of(alice), f"{PAGE}{voice.pk}"
    assert "It is the voice of 1 voice profile" in text_of(client.get(PAGE))
    assert "Granny" in text_of(client.post(f"{at}/change", {"name": "Granny"}, **HX))
    assert client.post(f"{at}/change", {"name": ""}, **HX).status_code == 422
    assert client.get(f"{at}/preview")["X-Voice-Preview"] == "imitated"
    assert "undo" in client.post(f"{at}/delete", **HX)["HX-Trigger"]
    assert client.post(f"{at}/restore", **HX).status_code == 204
    assert not OwnVoice.objects.get().deleted_at


def test_once_one_of_as_many_as_may_be_is_deleted_another_may_be_brought(alice, client_of, settings):
    settings.CONFIG = settings.CONFIG.model_copy(update={"own_voices_max": 2})
    voice, _ = make_own_voice(alice), make_own_voice(alice, "Uncle")
    client = client_of(alice)
    assert "Bring a voice" not in text_of(client.get(PAGE))
    assert "own-voices-changed" in client.post(f"{PAGE}{voice.pk}/delete", **HX)["HX-Trigger"]
    assert "Bring a voice" in text_of(client.get(f"{PAGE}?whole", **HX))


def test_it_can_be_chosen_wherever_a_voice_is(alice, bob, client_of, cloner):
    voice = make_own_voice(alice)
    value = f'value="cloner/{voice.pk}"'
    for page in ("/speak/", "/voices/new/"):
        assert value in text_of(client_of(alice).get(page))
        assert value not in text_of(client_of(bob).get(page))
    sample = client_of(alice).get(f"/voices/cloner/{voice.pk}/sample")
    assert (sample.status_code, bool(cloner.imitated)) == (200, True)


def test_a_card_says_its_name(alice, client_of, cloner):
    voice = make_own_voice(alice)
    make_profile(alice, "Nana", backend="cloner", voice=str(voice.pk), language="")
    assert f">{voice.name}<" in text_of(client_of(alice).get("/voices/"))


def test_a_profile_is_made_of_it_in_one_step(alice, client_of, cloner):
    voice = make_own_voice(alice)
    way = f"/voices/new/?voice=cloner/{voice.pk}"
    assert way in text_of(client_of(alice).get(PAGE))
    assert f'value="cloner/{voice.pk}"' in text_of(client_of(alice).get(way))


def test_a_card_in_which_somebody_writes_stays_while_its_recording_is_heard(alice, client_of):
    voice = make_own_voice(alice, transcript="")
    state = f"{PAGE}{voice.pk}/state"
    hearing = text_of(client_of(alice).get(state, **HX))
    assert "Being listened to" in hearing
    assert "textarea" not in hearing
    Job.objects.all().delete()
    assert "textarea" in text_of(client_of(alice).get(state, **HX))
