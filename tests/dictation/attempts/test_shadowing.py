"""A text read aloud, heard and scored."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dictation.attempts.hearing import score_said
from dictation.models import Attempt, Miss, Repetition
from tests import audio_files
from tests.answers import error_of
from tests.dictation.builders import make_item
from tests.transcribe.builders import garbage, sound
from tests.transcribe.conftest import fake  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(alice, api_of, fake):  # noqa: F811
    return api_of(alice)


def url(item) -> str:
    return f"/api/dictation/items/{item.pk}/shadow"


def send(api, item, file=None, **fields):
    return api.post(url(item), {"file": file or sound(3.0), **fields}, format="multipart")


def test_what_is_heard_is_scored_like_what_is_written(api, alice):
    item = make_item(alice, text="One, two, four.")
    answer = send(api, item, practice_seconds="4.5")
    body = answer.json()
    assert answer.status_code == 201
    assert (body["kind"], body["text"], body["percentage"]) == ("spoken", "one two three", 67)
    assert body["alignment"][2] == {"op": "substitute", "expected": "four", "given": "three"}
    assert body["practice_seconds"] == 4.5
    assert (Miss.objects.count(), Repetition.objects.count()) == (0, 0)


def test_it_is_heard_in_the_language_of_the_item(api, alice, fake):  # noqa: F811
    send(api, make_item(alice, locale="en-GB"))
    assert fake.hearings[-1].language == "en"


def test_a_recording_sent_again_is_not_heard_again(api, alice, fake):  # noqa: F811
    item = make_item(alice, text="one two three")
    first = send(api, item, client_key="k")
    heard = len(fake.hearings)
    again = send(api, item, client_key="k")
    assert (again.status_code, again.json()) == (200, first.json())
    assert len(fake.hearings) == heard
    assert Attempt.objects.count() == 1


def test_recordings_that_cannot_be_heard_are_refused(api, alice):
    item = make_item(alice)
    empty = SimpleUploadedFile("a.wav", b"")
    silent = SimpleUploadedFile("a.flac", audio_files.silent_flac(10))
    assert error_of(send(api, item, garbage()))[:2] == (400, "not_audio")
    assert error_of(send(api, item, empty))[0] == 400
    assert error_of(send(api, item, silent))[:2] == (400, "no_speech")
    assert error_of(api.post(url(item), {}, format="multipart"))[:2] == (400, "missing_file")
    two = api.post(url(item), {"file": [sound(), sound()]}, format="multipart")
    assert error_of(two)[:2] == (400, "missing_file")
    assert Attempt.objects.count() == 0


def test_a_recording_that_is_too_long_or_too_large_is_refused(api, alice, settings, monkeypatch):
    item = make_item(alice)
    monkeypatch.setattr("dictation.attempts.hearing.SHADOW_SECONDS_AT_MOST", 2.0)
    assert error_of(send(api, item, sound(3.0)))[:2] == (400, "too_long")
    settings.CONFIG = settings.CONFIG.model_copy(update={"transcription_max_mib": 0})
    assert error_of(send(api, item, sound(1.0)))[0] == 413
    assert Attempt.objects.count() == 0


def test_items_of_others_are_not_heard(api, bob):
    assert send(api, make_item(bob)).status_code == 404


def test_what_is_wrong_beside_the_recording_is_told(api, alice):
    item = make_item(alice)
    assert send(api, item, practice_seconds="nan").json()["error"]["param"] == "practice_seconds"
    assert send(api, item, text="I wrote it").json()["error"]["param"] == "text"


def test_numbers_are_right_however_a_recogniser_writes_them(alice):
    clock = make_item(alice, text="It's ten o'clock.")
    assert score_said(clock, "It's 10 o'clock").percentage == 100
    assert score_said(clock, "It's 11 o'clock").percentage == 67
    assert score_said(make_item(alice, text="On page 12"), "on page twelve").percentage == 100
    as_written = score_said(make_item(alice, text="On page 12"), "on page 12")
    assert (as_written.expected, as_written.percentage) == ("On page 12", 100)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("今天天气很好，后来他们去图书馆。", "今天天氣很好後來他們去圖書館"),
        ("今天天氣很好，後來他們去圖書館。", "今天天气很好后来他们去图书馆"),
        ("房間裡有臺電腦。", "房间里有台电脑"),
    ],
)
def test_chinese_is_right_in_whichever_script_a_recogniser_writes_it(alice, text, heard):
    item = make_item(alice, text=text, locale="cmn")
    assert score_said(item, heard).percentage == 100
    wrong = score_said(item, heard[:-1])
    assert (wrong.deletions, wrong.substitutions) == (1, 0)


def test_only_chinese_is_turned_into_another_script(alice):
    item = make_item(alice, text="図書館", locale="ja")
    assert score_said(item, "图书馆").percentage < 100
