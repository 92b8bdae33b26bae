"""Many texts sent together are one job."""

import pytest
from django.utils import timezone

from jobs.models import Job
from speak.conversions import making
from speak.models import Conversion
from tests.answers import error_of
from tests.speak.conversions.builders import URL, do_jobs

pytestmark = pytest.mark.django_db


def test_many_texts_are_one_job(alice, api, fake):
    texts = ["One.", {"text": "Two.", "custom_filename": "two"}, "", "One."]
    answer = api.post(f"{URL}/convert-multiple", {"texts": texts, "speed": 1.2}, format="json")
    assert answer.status_code == 202
    body = answer.json()
    assert [each["text"] for each in body["conversions"]] == ["One.", "Two.", "One."]
    assert (body["total_created"], body["total_failed"]) == (3, 1)
    assert body["failed"][0]["index"] == 2
    assert body["failed"][0]["error"]["code"] == "nothing_to_say"
    do_jobs()
    assert fake.spoken == ["One.", "Two."]
    assert set(Conversion.objects.values_list("state", flat=True)) == {"completed"}
    assert Job.objects.get(kind="speak.convert").result == {"completed": 2, "failed": 0}


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"texts": []}, (400, "invalid", "texts")),
        ({"texts": ["x"] * 101}, (400, "invalid", "texts")),
        ({"texts": "x"}, (400, "invalid", "texts")),
        ({"texts": ["x", 5]}, (400, "invalid", "texts.1")),
        ({"texts": ["x"], "model": "nobody"}, (404, "model_not_found", "model")),
        ({"texts": ["x"], "model": "fake", "voice": "nobody"}, (400, "unknown_voice", "voice")),
        ({}, (400, "invalid", "texts")),
    ],
)
def test_what_is_wrong_with_all_of_them_is_an_error(api, sent, expected):
    assert error_of(api.post(f"{URL}/convert-multiple", sent, format="json")) == expected


def test_one_that_breaks_does_not_keep_the_others(alice, api, fake, monkeypatch):
    synthesize = fake.synthesize

    def broken(request, **rest):
        if "Two" in request.text:
            raise RuntimeError("no")
        return synthesize(request, **rest)

    monkeypatch.setattr(fake, "synthesize", broken)
    api.post(f"{URL}/convert-multiple", {"texts": ["One.", "Two.", "Three."]}, format="json")
    for _ in range(making.ATTEMPTS):
        do_jobs()
        Job.objects.update(not_before=timezone.now())
    states = dict(Conversion.objects.values_list("text", "state"))
    assert states == {"One.": "completed", "Two.": "failed", "Three.": "completed"}
