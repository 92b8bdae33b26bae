"""A text that a program sends to `/api/tts/convert` becomes a file, once."""

import io
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import soundfile
from django.db import connections
from django.utils import timezone

from clips.models import Clip
from history.models import Entry
from history.services import discard
from jobs.models import Job
from speak.conversions import making
from speech.engines.errors import EngineFailed
from tests.answers import error_of
from tests.speak.conversions.builders import (
    TEXT,
    URL,
    asked,
    do_jobs,
    downloaded,
    make_conversion,
    one,
    spoken,
)
from tests.speech.lexicon_builders import make_lexicon

pytestmark = pytest.mark.django_db
SECONDS = len(TEXT) * 0.05


def test_a_text_is_queued_spoken_and_downloaded(alice, api, fake):
    queued = asked(api, custom_filename="greeting")
    assert (queued["status"], queued["text"], queued["download_url"]) == ("queued", TEXT, None)
    do_jobs()
    done = one(api, queued["conversion_id"])
    assert (done["status"], done["error"], done["model"], done["voice"]) == ("completed", None, "fake", "low")
    assert done["duration"] == pytest.approx(SECONDS, abs=0.5)
    assert done["sampling_rate"] == 24_000
    assert done["started_at"] < done["completed_at"]
    answer = api.get(done["download_url"])
    body = b"".join(answer.streaming_content)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="greeting.wav"'
    assert len(body) == done["file_size"]
    assert soundfile.info(io.BytesIO(body)).duration == pytest.approx(done["duration"], abs=0.01)


def test_a_part_of_the_file_may_be_asked_for(alice, api):
    conversion = spoken(make_conversion(alice))
    answer = downloaded(api, conversion.pk, range="bytes=0-3")
    assert (answer.status_code, b"".join(answer.streaming_content)) == (206, b"RIFF")
    assert downloaded(api, conversion.pk, range="bytes=99999999-").status_code == 416


def test_its_history_has_it_too(alice, api):
    conversion = spoken(make_conversion(alice))
    entry = Entry.objects.get()
    assert (entry.pk, entry.clip_id) == (conversion.entry_id, conversion.clip_id)
    assert (entry.text, entry.source, entry.response_format) == (TEXT, "job", "wav")


def test_the_same_text_is_spoken_once(alice, api, fake):
    first = asked(api)
    assert asked(api)["conversion_id"] == first["conversion_id"]
    do_jobs()
    again = asked(api, text=f" {TEXT}\n", custom_filename="later")
    assert (again["conversion_id"], again["status"]) == (first["conversion_id"], "completed")
    assert again["filename"] == "later.wav"
    assert Job.objects.filter(kind="speak.convert").count() == Clip.objects.count() == 1


@pytest.mark.parametrize("changes", [{"text": "Other."}, {"voice": "high", "model": "fake"}, {"speed": 1.5}])
def test_another_sound_is_another_conversion(api, changes):
    assert asked(api)["conversion_id"] != asked(api, **changes)["conversion_id"]


def test_another_lexicon_is_another_conversion(alice, api):
    lexicon = make_lexicon(alice, Hello="goodbye")
    assert asked(api)["conversion_id"] != asked(api, lexicon_id=str(lexicon.pk))["conversion_id"]


def test_another_person_has_it_spoken_for_themselves(alice, bob, api, api_of):
    mine, theirs = asked(api), asked(api_of(bob))
    assert mine["conversion_id"] != theirs["conversion_id"]
    assert api.get(f"{URL}/{theirs['conversion_id']}").status_code == 404


def test_one_that_failed_is_not_taken_for_it(alice, api, fake):
    fake.fails_to_load = EngineFailed("fake", reason="no")
    failed = asked(api)
    for _ in range(making.ATTEMPTS):
        do_jobs()
        Job.objects.update(not_before=timezone.now())
    assert one(api, failed["conversion_id"])["status"] == "failed"
    fake.fails_to_load = None
    assert asked(api)["conversion_id"] != failed["conversion_id"]


def test_one_whose_file_is_gone_is_made_again(alice, api):
    conversion = spoken(make_conversion(alice))
    clip = Clip.objects.get()
    clip.file.storage.delete(clip.file_name)
    assert error_of(downloaded(api, conversion.pk)) == (404, "audio_gone", None)
    again = asked(api)
    assert (again["conversion_id"], again["status"]) == (str(conversion.pk), "queued")
    do_jobs()
    assert downloaded(api, conversion.pk).status_code == 200


def test_one_deleted_from_the_history_is_made_again(alice, api):
    conversion = spoken(make_conversion(alice))
    discard(entry=Entry.objects.get())
    assert asked(api)["status"] == "queued"
    do_jobs()
    assert one(api, conversion.pk)["status"] == "completed"


@pytest.mark.django_db(transaction=True)
def test_asked_for_by_many_at_once_it_is_one(alice, fake):
    def ask(number: int) -> uuid.UUID:
        try:
            return make_conversion(alice).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(ask, range(4)))) == 1
    assert Job.objects.count() == 1
