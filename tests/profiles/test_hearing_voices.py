"""Voices are heard before anything is made with them."""

import pytest

from tests.profiles.builders import make_profile

pytestmark = pytest.mark.django_db
SCRIPT = {"Accept": "audio/mpeg, application/json"}
GOOD = {"voice": "fake/low", "speed": "1", "try_text": "Good evening."}


@pytest.fixture
def client(alice, client_of):
    return client_of(alice)


def test_a_sample_is_a_short_sentence_that_the_browser_keeps(client, engines):
    response = client.get("/voices/fake/high/sample")
    assert response["Content-Type"] == "audio/mpeg"
    assert "private, max-age" in response["Cache-Control"]
    assert "Bonjour" in engines.spoken[0]


def test_a_blend_is_heard_in_the_language_of_its_heaviest_voice(client):
    assert client.get("/voices/blender/anna(0.3)%2Bbert(0.7)/sample").status_code == 200
    assert client.get("/voices/blender/anna(0.3)%2Bnobody/sample").status_code == 400


@pytest.mark.parametrize("address", ["ghost/low", "fake/nobody", "fake/a/b", "fake/%00", "fake/anna%2Bbert"])
def test_there_is_no_sample_of_no_voice(client, address):
    assert client.get(f"/voices/{address}/sample").status_code in (400, 404)


def test_a_profile_is_heard_with_all_that_it_sets(client, alice, engines):
    plain, slow = make_profile(alice), make_profile(alice, "Slow", speed=0.5, effects=[{"type": "reverb"}])
    lengths = [len(client.get(f"/voices/{profile.pk}/sample").content) for profile in (plain, slow)]
    assert lengths[1] > 1.5 * lengths[0]


def test_another_address_after_each_change(client, alice):
    profile = make_profile(alice)
    before = client.get("/voices/").content.decode()
    client.post(f"/voices/{profile.pk}/", {**GOOD, "name": "Narrator", "voice": "fake/high"})
    address = before[before.index(f"/voices/{profile.pk}/sample?v=") :].split('"')[0]
    assert address not in client.get("/voices/").content.decode()


def test_the_editor_says_a_sentence_as_its_form_stands_and_keeps_nothing(client, engines):
    response = client.post("/voices/say", {**GOOD, "effects": '[{"type": "reverb"}]'}, headers=SCRIPT)
    assert response["Content-Type"] == "audio/mpeg"
    assert response["Cache-Control"] == "no-store"
    assert len(b"".join(response.streaming_content)) > 1000
    assert engines.spoken == ["Good evening."]


@pytest.mark.parametrize(
    ("fields", "status", "param"),
    [
        ({"try_text": ""}, 400, "try_text"),
        ({"try_text": "a" * 301}, 400, "try_text"),
        ({"try_text": "😀"}, 400, "input"),
        ({"speed": "nan"}, 400, "speed"),
        ({"voice": "fake/nobody"}, 400, "voice"),
        ({"voice": "ghost/low"}, 404, "model"),
        ({"blend": "low+"}, 400, "voice"),
        ({"effects": "["}, 400, "effects"),
    ],
)
def test_what_is_wrong_is_told_to_the_script(client, fields, status, param):
    response = client.post("/voices/say", {**GOOD, **fields}, headers=SCRIPT)
    assert response.status_code == status
    error = response.json()["error"]
    assert error["param"] == param
    assert error["message"]


def test_without_scripts_what_is_wrong_is_a_page(client):
    response = client.post("/voices/say", {**GOOD, "try_text": ""})
    assert response.status_code == 400
    assert "Write something to say." in response.content.decode()


def test_an_engine_that_is_not_here_says_what_to_do(client, alice):
    profile = make_profile(alice, backend="absent", voice="ghost")
    response = client.get(f"/voices/{profile.pk}/sample")
    assert response.status_code == 503
    assert "Pull it." in response.content.decode()
