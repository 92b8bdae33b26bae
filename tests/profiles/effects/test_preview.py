"""A chain heard on a stretch of an own clip, through both doors."""

import io
import threading
import time
import uuid

import numpy as np
import pytest
from django.core.files.storage import default_storage

from clips.models import Clip, Source
from clips.services import store_file
from common.departures import Departure
from common.errors import AppError, ClientLeft, InvalidInput, NotFound, Unavailable
from profiles import turns
from profiles.effects import preview
from profiles.effects.preview import preview_of
from speech.audio.decode import AudioFile
from tests import audio_files
from tests.clips.builders import make_clip, upload_file
from tests.profiles.effects.builders import chain

pytestmark = pytest.mark.django_db

RATE = 16_000
LOUDER = chain({"type": "gain", "gain_db": -6})


def rising(seconds: int) -> np.ndarray:
    """Each second louder than the one before: a sample tells its place."""
    steps = np.repeat(np.arange(1, seconds + 1) / (2 * seconds), RATE)
    return steps[:, None].astype(np.float32)


def samples_in(data: bytes) -> np.ndarray:
    with AudioFile(io.BytesIO(data)) as file:
        return np.concatenate([block.samples for block in file.blocks()])[:, 0]


@pytest.fixture
def clip(alice) -> Clip:
    return make_clip(alice, "Rising", data=audio_files.wav(rate=RATE, samples=rising(40)))


def test_it_is_the_stretch_asked_for_with_the_chain_on_it(clip):
    heard = samples_in(preview_of(clip=clip, effects=LOUDER, start_seconds=10.0, seconds=2.0).data)
    assert len(heard) == 2 * RATE
    assert heard[100] == pytest.approx(11 / 80 * 10 ** (-6 / 20), abs=2e-4)
    assert heard[RATE + 100] == pytest.approx(12 / 80 * 10 ** (-6 / 20), abs=2e-4)


def test_without_effects_it_is_the_clip_itself(clip):
    heard = samples_in(preview_of(clip=clip, start_seconds=3.0, seconds=1.0).data)
    assert np.abs(heard - rising(40)[3 * RATE : 4 * RATE, 0]).max() < 1e-4


def test_it_is_thirty_seconds_at_most_and_stores_nothing(clip):
    before = set(default_storage.listdir("clips")[0]), Clip.objects.count()
    assert len(samples_in(preview_of(clip=clip).data)) == 30 * RATE
    assert (set(default_storage.listdir("clips")[0]), Clip.objects.count()) == before


def test_at_the_end_it_is_what_is_left(clip):
    assert len(samples_in(preview_of(clip=clip, start_seconds=39.5, seconds=5).data)) == RATE // 2


def test_it_says_where_the_stretch_is_in_what_is_heard(clip):
    twice = preview_of(clip=clip, effects=chain({"type": "speed", "factor": 2}), seconds=4.0)
    assert twice.begins_seconds == pytest.approx(0, abs=0.05)
    assert twice.ends_seconds == pytest.approx(2, abs=0.1)


def test_a_tail_is_heard(clip):
    echo = chain({"type": "delay", "delay_seconds": 0.5, "feedback": 0.0})
    assert len(samples_in(preview_of(clip=clip, effects=echo, seconds=1.0).data)) >= 1.5 * RATE


@pytest.mark.parametrize("rate", [8_000, 44_100, 96_000])
def test_any_rate_and_two_channels_are_heard_in_mono(alice, rate):
    clip = make_clip(alice, data=audio_files.wav(1.0, rate=rate, channels=2))
    heard = samples_in(preview_of(clip=clip, effects=LOUDER).data)
    assert len(heard) / min(rate, 48_000) == pytest.approx(1.0, abs=0.1)


def test_it_begins_inside_the_clip(clip):
    with pytest.raises(InvalidInput) as refused:
        preview_of(clip=clip, start_seconds=40.0)
    assert refused.value.param == "start_seconds"


def test_a_missing_file_is_told(clip):
    default_storage.delete(clip.file_name)
    with pytest.raises(NotFound) as refused:
        preview_of(clip=clip, effects=LOUDER)
    assert refused.value.code == "file_missing"


def test_nobody_waits_so_nothing_is_made(clip):
    departure = Departure()
    departure.happens()
    with pytest.raises(ClientLeft):
        preview_of(clip=clip, effects=LOUDER, departure=departure)


def test_it_is_broken_off_where_the_client_leaves_in_the_middle(clip, monkeypatch):
    departure = Departure()

    class Leaving(preview.Chain):
        def process(self, block):
            departure.happens()
            return super().process(block)

    monkeypatch.setattr(preview, "Chain", Leaving)
    with pytest.raises(ClientLeft):
        preview_of(clip=clip, effects=LOUDER, departure=departure)


def test_few_at_once_and_the_others_are_told_to_come_back(clip, monkeypatch):
    monkeypatch.setattr(turns, "TURN_WITHIN_SECONDS", 0.2)
    for _ in range(turns.AT_ONCE):
        assert turns._turns.acquire(timeout=0)
    try:
        with pytest.raises(Unavailable) as refused:
            preview_of(clip=clip, effects=LOUDER)
        assert refused.value.code == "preview_busy"
    finally:
        for _ in range(turns.AT_ONCE):
            turns._turns.release()
    assert preview_of(clip=clip, effects=LOUDER, seconds=1.0).data


def test_one_who_waits_in_line_and_leaves_is_out_of_it(clip):
    departure = Departure()
    for _ in range(turns.AT_ONCE):
        assert turns._turns.acquire(timeout=0)
    try:
        threading.Timer(0.2, departure.happens).start()
        began = time.monotonic()
        with pytest.raises(ClientLeft):
            preview_of(clip=clip, effects=LOUDER, departure=departure)
        assert time.monotonic() - began < turns.TURN_WITHIN_SECONDS
    finally:
        for _ in range(turns.AT_ONCE):
            turns._turns.release()


def test_one_that_takes_too_long_is_broken_off_and_the_turn_is_free(clip, monkeypatch):
    monkeypatch.setattr(turns, "DONE_WITHIN_SECONDS", -1.0)
    for _ in range(turns.AT_ONCE + 1):
        with pytest.raises(Unavailable):
            preview_of(clip=clip, effects=LOUDER)


# The doors ------------------------------------------------------------------------------------------------


def asked(clip, **fields) -> dict:
    return {"clip_id": str(clip.pk), "effects": [{"type": "gain", "gain_db": -6}], "seconds": 1, **fields}


def test_a_program_gets_sound_and_may_choose_the_format(alice, api_of, clip):
    api = api_of(alice)
    response = api.post("/api/effects/preview", asked(clip), format="json")
    assert (response.status_code, response["Content-Type"]) == (200, "audio/wav")
    assert (response["X-Clip"], response["X-Stretch"]) == (str(clip.pk), "0.000 1.000")
    assert response["Cache-Control"] == "no-store"
    assert len(samples_in(response.content)) == RATE
    response = api.post("/api/effects/preview", asked(clip, response_format="mp3"), format="json")
    assert response["Content-Type"] == "audio/mpeg"


@pytest.mark.parametrize(
    ("fields", "status", "param"),
    [
        ({"clip_id": None}, 400, "clip_id"),
        ({"clip_id": 7}, 400, "clip_id"),
        ({"clip_id": "x"}, 400, "clip_id"),
        ({"clip_id": str(uuid.UUID(int=7))}, 404, None),
        ({"effects": "reverb"}, 400, "effects"),
        ({"effects": [{"type": "gain", "gain_db": 99}]}, 400, "effects[0].gain_db"),
        ({"seconds": 0}, 400, "seconds"),
        ({"seconds": 31}, 400, "seconds"),
        ({"seconds": True}, 400, "seconds"),
        ({"start_seconds": -1}, 400, "start_seconds"),
        ({"start_seconds": "1"}, 400, "start_seconds"),
        ({"start_seconds": 9999}, 400, "start_seconds"),
        ({"response_format": "flac"}, 400, "response_format"),
        ({"loud": True}, 400, "loud"),
    ],
)
def test_a_bad_question_names_the_place(alice, api_of, clip, fields, status, param):
    response = api_of(alice).post("/api/effects/preview", asked(clip, **fields), format="json")
    assert (response.status_code, response.json()["error"]["param"]) == (status, param)


def test_anothers_clip_is_absent_and_effects_may_be_turned_off(alice, bob, api_of, clip, settings):
    assert api_of(bob).post("/api/effects/preview", asked(clip), format="json").status_code == 404
    settings.CONFIG = settings.CONFIG.model_copy(update={"effects_enabled": False})
    response = api_of(alice).post("/api/effects/preview", asked(clip), format="json")
    assert response.json()["error"]["code"] == "effects_disabled"


def test_a_page_hears_it_on_what_was_spoken_last(alice, bob, client_of):
    client = client_of(alice)
    question = {"effects": '[{"type":"robot"}]', "clip": ""}
    store_file(owner=bob, file=upload_file(), title="His", source=Source.SPEECH)
    make_clip(alice, "Not spoken")
    nothing = client.post("/settings/effects/preview", question)
    assert (nothing.status_code, nothing.json()["error"]["code"]) == (404, "no_take")
    store_file(owner=alice, file=upload_file(), title="First", source=Source.SPEECH)
    newest = store_file(owner=alice, file=upload_file(), title="Then", source=Source.SPEECH)
    response = client.post("/settings/effects/preview", question)
    assert (response.status_code, response["X-Clip"]) == (200, str(newest.pk))


@pytest.mark.parametrize(
    ("fields", "status", "param"),
    [
        ({"effects": "{"}, 400, "effects"),
        ({"effects": '[{"type":"ghost"}]'}, 400, "effects[0].type"),
        ({"clip": "x"}, 400, "clip"),
        ({"clip": str(uuid.UUID(int=7))}, 404, None),
    ],
)
def test_a_page_is_told_what_is_wrong_in_json(alice, client_of, clip, fields, status, param):
    question = {"effects": "[]", "clip": str(clip.pk), **fields}
    response = client_of(alice).post("/settings/effects/preview", question)
    assert (response.status_code, response.json()["error"]["param"]) == (status, param)


def test_every_refusal_is_one_of_ours(clip):
    """A file that turned to rubbish on the disk."""
    path = default_storage.path(clip.file_name)
    with open(path, "wb") as file:
        file.write(b"no sound at all" * 100)
    with pytest.raises(AppError):
        preview_of(clip=clip, effects=LOUDER)
