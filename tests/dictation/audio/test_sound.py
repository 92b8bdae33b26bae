"""An item's sound over HTTP: whole, in parts, slower at the same pitch; only for who may practise it."""

import io

import numpy as np
import pytest
import soundfile
from django.urls import reverse

from dictation.models import AudioState, ItemAudio, ItemList, Membership, PracticeGroup
from jobs.models import Job
from tests.dictation.audio.builders import fresh, make_all, spoken, states, wanted
from tests.dictation.builders import make_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


def url(item, name="audio"):
    return reverse(f"item-audio-api:{name}", args=[item.pk])


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def samples(response):
    return soundfile.read(io.BytesIO(body(response)), dtype="float32")


def pitch_hz(sound, rate_hz) -> float:
    """Of the loudest tone."""
    return float(np.argmax(np.abs(np.fft.rfft(sound * np.hanning(len(sound))))) * rate_hz / len(sound))


def test_it_is_served_whole_and_in_parts(api, alice):
    [item] = spoken(alice, "Radio.")
    whole = api.get(url(item))
    assert (whole.status_code, whole["Content-Type"], whole["Accept-Ranges"]) == (200, "audio/flac", "bytes")
    data = body(whole)
    part = api.get(url(item), headers={"Range": "bytes=10-19"})
    assert (part.status_code, body(part)) == (206, data[10:20])
    assert api.get(url(item), headers={"Range": f"bytes={len(data)}-"}).status_code == 416


@pytest.mark.parametrize("speed", [0.5, 0.75])
def test_slower_it_lasts_longer_at_the_same_pitch(api, alice, speed):
    [item] = spoken(alice, "aaaaaaaaaaaaaaaaaaaa")
    usual, rate_hz = samples(api.get(url(item)))
    slow, slow_rate_hz = samples(api.get(url(item), {"speed": speed}))
    assert slow_rate_hz == rate_hz
    assert len(slow) == pytest.approx(len(usual) / speed, rel=0.02)
    assert pitch_hz(slow, rate_hz) == pytest.approx(pitch_hz(usual, rate_hz), rel=0.05)


def test_slower_it_has_parts_and_is_not_sent_twice(api, alice):
    [item] = spoken(alice, "Radio.")
    slow = api.get(url(item), {"speed": "0.5"})
    data = body(slow)
    part = api.get(url(item), {"speed": "0.5"}, headers={"Range": "bytes=0-9"})
    assert (part.status_code, body(part)) == (206, data[:10])
    again = api.get(url(item), {"speed": "0.5"}, headers={"If-None-Match": slow["ETag"]})
    assert again.status_code == 304
    assert slow["ETag"] != api.get(url(item), {"speed": "0.75"})["ETag"]


@pytest.mark.parametrize("speed", ["nan", "0.49", "1.01", "-1", "slow", "", "inf", "1e999"])
def test_other_speeds_are_refused_by_name(api, alice, speed):
    [item] = spoken(alice, "Radio.")
    response = api.get(url(item), {"speed": speed})
    assert response.status_code == 400
    assert response.json()["error"]["param"] == "speed"


def test_slower_even_where_effects_are_turned_off(api, alice, settings):
    [item] = spoken(alice, "Radio.")
    settings.CONFIG = settings.CONFIG.model_copy(update={"effects_enabled": False})
    assert api.get(url(item), {"speed": "0.5"}).status_code == 200


def test_while_it_is_made_it_says_so(api, alice):
    [item] = wanted(alice, "Radio.")
    response = api.get(url(item))
    assert (response.status_code, response.json()["error"]["code"]) == (404, "audio_not_ready")


def test_where_it_failed_it_says_why(api, alice):
    [item] = wanted(alice, "Radio.")
    ItemAudio.objects.update(state=AudioState.FAILED, error="No voice.", error_code="x")
    response = api.get(url(item))
    assert response.json()["error"]["code"] == "audio_failed"
    assert "No voice." in response.json()["error"]["message"]


def test_a_lost_file_is_made_anew_by_who_asks_for_it(api, alice):
    [item] = spoken(alice, "Radio.")
    item.audio.clip.file.storage.delete(item.audio.clip.file_name)
    assert api.get(url(item)).json()["error"]["code"] == "audio_not_ready"
    assert states(item) == ["pending"]
    make_all(alice)
    assert api.get(url(item)).status_code == 200


def test_its_state_tells_how_far_it_is(api, alice):
    [item] = wanted(alice, "Radio.")
    told = api.get(url(item, "state")).json()
    assert (told["tts_status"], told["audio_url"], told["job"]["state"]) == ("pending", None, "queued")
    make_all(alice)
    told = api.get(url(item, "state")).json()
    assert (told["tts_status"], told["audio_url"], told["job"]) == ("ready", url(item), None)
    assert told["duration_ms"] == round(1000 * fresh(item).audio.duration_seconds)
    assert (told["engine"], told["voice"]) == ("fake", "low")


def test_a_refresh_is_accepted_and_is_one_job(api, alice):
    [item] = spoken(alice, "Radio.")
    first, second = api.post(url(item, "refresh")), api.post(url(item, "refresh"))
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["id"] == second.json()["id"]
    assert first["Location"].endswith(first.json()["id"])


def test_what_is_refreshed_is_heard_as_it_was_meanwhile(api, alice):
    [item] = spoken(alice, "Radio.")
    api.post(url(item, "refresh"))
    assert states(item) == ["pending"]
    assert api.get(url(item)).status_code == 200


def test_what_no_voice_speaks_can_not_be_refreshed(api, alice):
    [item] = wanted(alice, "Radio.", locale="xx-XX")
    response = api.post(url(item, "refresh"))
    assert (response.status_code, response.json()["error"]["code"]) == (409, "unspeakable")
    assert not Job.objects.exists()


def test_a_member_of_a_group_hears_its_items_and_refreshes_none(alice, bob, api_of):
    [item] = spoken(alice, "Radio.")
    item_list: ItemList = make_list(alice, item)
    group = PracticeGroup.objects.create(owner=alice, name="Class")
    group.lists.add(item_list)
    theirs = api_of(bob)
    assert theirs.get(url(item)).status_code == 404
    Membership.objects.create(group=group, member=bob)
    assert theirs.get(url(item)).status_code == 200
    assert theirs.get(url(item, "state")).status_code == 200
    assert theirs.post(url(item, "refresh")).status_code == 404


def test_a_page_plays_it_too(alice, client_of):
    [item] = spoken(alice, "Radio.")
    page = reverse("item-audio:audio", args=[item.pk])
    assert client_of(alice).get(page).status_code == 200
    assert client_of(alice).get(page, {"speed": "0.5"})["Content-Type"] == "audio/flac"
