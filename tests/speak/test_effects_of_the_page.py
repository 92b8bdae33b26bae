"""Effects on the Speak page: asked for, remembered, used again, refused in place."""

import html
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from history.models import Entry
from speak.models import LongText
from tests.speak.builders import make_take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_voice")]
HTMX = {"HX-Request": "true"}
REVERB = [{"type": "reverb", "room": "small", "mix": 0.2}]
GOOD = {
    "text": "Good morning.",
    "voice": "fake/low",
    "speed": "1.25",
    "response_format": "wav",
    "effects": json.dumps(REVERB),
}


@pytest.fixture
def client(alice, client_of):
    return client_of(alice)


def chain_on(page: str) -> list:
    return json.loads(
        html.unescape(re.search(r'<textarea name="effects"[^>]*>(.*?)</textarea>', page, re.S)[1])
    )


def turn_effects_off(settings) -> None:
    settings.CONFIG = settings.CONFIG.model_copy(update={"effects_enabled": False})


def test_a_take_is_asked_for_with_its_effects_and_they_are_remembered(client):
    assert client.post("/speak/", GOOD).status_code == 302
    assert Entry.objects.get().settings["effects"][0]["room"] == "small"
    page = client.get("/speak/").content.decode()
    assert chain_on(page)[0]["mix"] == 0.2
    assert "Reverb" in re.search(r"data-effects-summary>(.*?)<", page)[1]


def test_without_effects_nothing_changes(client):
    client.post("/speak/", {**GOOD, "effects": ""})
    assert not Entry.objects.get().settings.get("effects")
    assert chain_on(client.get("/speak/").content.decode()) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[{"type":"ghost"}]', "There is no effect"),
        ('[{"type":"reverb","mix":9}]', "mix must be a number from 0 to 1"),
        ("nonsense", "Send effects as JSON"),
        (json.dumps(REVERB * 17), "16 are the most"),
    ],
)
def test_a_wrong_chain_is_said_in_the_open_rack_and_nothing_is_made(client, text, sentence):
    for headers in ({}, HTMX):
        response = client.post("/speak/", {**GOOD, "effects": text}, headers=headers)
        page = html.unescape(response.content.decode())
        assert response.status_code == 422
        assert sentence in page
        assert re.search(r'id="effects"\s+open', page)
    assert not Entry.objects.exists()


def test_the_effects_of_a_take_can_be_used_again(client, alice):
    take = make_take(alice, "Said before.", settings={"effects": REVERB})
    assert chain_on(client.get(f"/speak/?take={take.pk}").content.decode())[0]["type"] == "reverb"


def test_where_effects_are_turned_off_there_is_no_rack_and_none_is_sent(client, settings):
    client.post("/speak/", GOOD)
    turn_effects_off(settings)
    assert "<effects-rack" not in client.get("/speak/").content.decode()
    assert client.post("/speak/", {**GOOD, "effects": ""}).status_code == 302
    refused = client.post("/speak/", GOOD)
    assert refused.status_code == 422
    assert "turned off" in refused.content.decode()


def test_a_document_is_spoken_with_the_effects_used_last(client, alice):
    client.post("/speak/", GOOD)
    document = SimpleUploadedFile("tale.txt", b"Once there was a ferry.")
    assert client.post("/speak/file", {"file": document, "made_as": "clips"}).status_code == 302
    assert LongText.objects.get(owner=alice).asked["effects"][0]["type"] == "reverb"
