"""From the Speak page into the background: long texts and documents."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jobs.models import Job
from speak.models import LongText

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_voice")]
HTMX = {"HX-Request": "true"}
VOICE = {"voice": "fake/low", "speed": "1.5", "response_format": "opus"}


@pytest.fixture
def client(alice, client_of):
    return client_of(alice)


def document(data: bytes = b"Once upon a time.", name: str = "tale.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_long_text_becomes_a_job_that_the_tray_shows(client, alice):
    response = client.post("/speak/long", {**VOICE, "text": "A long story. " * 500}, headers=HTMX)
    assert response.status_code == 204
    assert "jobs-started" in response["HX-Trigger"]
    job = Job.objects.get()
    assert job.owner == alice
    asked = LongText.objects.get().asked
    assert (asked["model"], asked["voice"], asked["speed"]) == ("fake", "low", 1.5)
    assert asked["response_format"] == "opus"


def test_without_scripts_it_goes_back_to_the_page(client):
    response = client.post("/speak/long", {**VOICE, "text": "A long story. " * 500}, follow=True)
    assert "is under way" in response.content.decode()


def test_what_is_wrong_with_a_long_text_is_said_in_the_form(client):
    response = client.post("/speak/long", {**VOICE, "text": " "}, headers=HTMX)
    assert response.status_code == 422
    assert not Job.objects.exists()


def test_raw_samples_become_mp3_in_the_background(client):
    client.post("/speak/long", {**VOICE, "response_format": "pcm", "text": "A story."}, headers=HTMX)
    assert LongText.objects.get().asked["response_format"] == "mp3"


def test_a_document_is_spoken_in_the_voice_of_the_form(client):
    response = client.post("/speak/file", {**VOICE, "file": document()}, headers=HTMX)
    assert response.status_code == 200
    assert "jobs-started" in response["HX-Trigger"]
    assert LongText.objects.get().asked["voice"] == "low"


def test_a_document_can_become_an_audiobook(client):
    client.post("/speak/file", {**VOICE, "file": document(), "made_as": "m4b"}, headers=HTMX)
    assert LongText.objects.get().asked["response_format"] == "m4b"


def test_without_scripts_a_document_is_spoken_as_the_last_take_was(client):
    client.post("/speak/", {**VOICE, "voice": "fake/high", "text": "Bonjour."})
    response = client.post("/speak/file", {"file": document()})
    assert response.status_code == 302
    assert LongText.objects.get().asked["voice"] == "high"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose a document."),
        ({"file": document(b"", "tale.txt")}, "empty"),
        ({"file": document(b"\x7fELF", "tale.exe")}, "exe"),
        ({"file": document(b"not a zip", "tale.epub")}, "epub"),
    ],
)
def test_what_is_wrong_with_a_document_is_said_beside_it(client, sent, sentence):
    response = client.post("/speak/file", {**VOICE, **sent}, headers=HTMX)
    assert response.status_code == 422
    assert sentence.lower() in response.content.decode().lower()
    assert not Job.objects.exists()
    assert client.post("/speak/file", {**VOICE}).status_code == 302
