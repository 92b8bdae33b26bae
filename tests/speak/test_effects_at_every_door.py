"""Effects are asked for, refused, heard and remembered alike, whichever way speech is asked for."""

import base64
import csv
import io
import json
import threading

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from clips.models import Clip
from history.models import Entry, State
from history.queries import entries_of, listed
from jobs.runner import run_job
from speak import making, takes
from speak.craft import SpeechCraft
from speak.models import LongText
from speech.audio.decode import AudioFile
from speech.effect_chains import chain_of
from speech.requests import Wish
from tests.answers import error_of
from tests.speak.long_text_builders import done, start
from tests.speak.test_making_takes import TEXT, finished
from tests.speech.fake_engine import RATE_HZ

pytestmark = pytest.mark.django_db(transaction=True)

SPEECH, TIMED, JOBS = "/v1/audio/speech", "/api/speech/timed", "/api/speech/jobs"
ASKED = {"model": "fake", "voice": "low", "input": "Hello there. How are you?"}
REVERB = {"type": "reverb", "room": "small", "mix": 0.2}
NORMALIZE = {"type": "normalize", "target_lufs": -20}
TWICE_AS_FAST = {"type": "speed", "factor": 2}
WRONG = [REVERB, {"type": "reverb", "mix": 5}]


@pytest.fixture
def turn_off(settings):
    def off() -> None:
        settings.CONFIG = settings.CONFIG.model_copy(update={"effects_enabled": False})

    return off


@pytest.fixture
def api(alice, api_of, fake_voice):
    return api_of(alice)


@pytest.fixture
def entry(alice, fake_voice) -> Entry:
    chain = chain_of([REVERB])
    return finished(takes.start_take(user=alice, wish=wish("Short and good.", effects=chain)))


@pytest.fixture(params=["speech", "events", "timed", "job", "form", "again"])
def ask(request, api, entry):
    """Each way in, asked for `effects`."""
    ways = {
        "speech": lambda fields: api.post(SPEECH, ASKED | fields, format="json"),
        "events": lambda fields: api.post(SPEECH, ASKED | {"stream_format": "sse"} | fields, format="json"),
        "timed": lambda fields: api.post(TIMED, ASKED | fields, format="json"),
        "job": lambda fields: api.post(JOBS, ASKED | fields, format="json"),
        "form": lambda fields: api.post(JOBS, ASKED | _as_form(fields), format="multipart"),
        "again": lambda fields: api.post(f"/api/history/{entry.pk}/regenerate", fields, format="json"),
    }

    def asked(effects):
        response = ways[request.param]({"effects": effects})
        if getattr(response, "streaming", False):
            b"".join(response.streaming_content)
        return response

    yield asked
    for take in Entry.objects.filter(state__in=["new", "making"], source="job"):
        finished(take)


def _as_form(fields: dict) -> dict:
    return {name: "" if value is None else json.dumps(value) for name, value in fields.items()}


def wish(text: str = TEXT, **fields) -> Wish:
    return Wish(text=text, model="fake", voice="low", **fields)


def seconds_of(data: bytes) -> float:
    with AudioFile(io.BytesIO(data)) as file:
        return sum(len(block.samples) / block.rate_hz for block in file.blocks())


def spoken(api, **fields) -> bytes:
    response = api.post(SPEECH, ASKED | {"response_format": "pcm"} | fields, format="json")
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)


def test_what_is_wrong_is_named_by_its_place(ask, fake_voice):
    before = list(fake_voice.spoken)
    assert error_of(ask(WRONG)) == (400, "invalid_effect", "effects[1].mix")
    assert error_of(ask([{"type": "magic"}])) == (400, "unknown_effect", "effects[0].type")
    assert error_of(ask({"type": "reverb"})) == (400, "invalid_effect", "effects")
    assert error_of(ask([REVERB] * 17)) == (400, "too_many_effects", "effects")
    assert fake_voice.spoken == before


def test_turned_off_they_are_refused(ask, turn_off):
    turn_off()
    assert error_of(ask([REVERB])) == (400, "effects_disabled", "effects")


@pytest.mark.parametrize("nothing", [None, []])
def test_nothing_is_as_if_it_were_left_out(ask, nothing):
    assert ask(nothing).status_code in (200, 202)


def test_a_chain_is_taken(ask):
    assert ask([REVERB, NORMALIZE]).status_code in (200, 202)


def test_a_form_may_hold_no_json(api):
    response = api.post(JOBS, ASKED | {"effects": "[{reverb"}, format="multipart")
    assert error_of(response) == (400, "invalid_effect", "effects")


@pytest.mark.parametrize("stream_format", ["audio", "sse"])
@pytest.mark.parametrize(
    ("chain", "delivery"),
    [
        ([], "streamed"),
        ([REVERB], "streamed"),
        ([REVERB, NORMALIZE], "buffered"),
        ([REVERB, NORMALIZE | {"enabled": False}], "streamed"),
    ],
)
def test_an_answer_says_how_it_comes(api, chain, delivery, stream_format):
    response = api.post(SPEECH, ASKED | {"effects": chain, "stream_format": stream_format}, format="json")
    assert response["X-Audio-Delivery"] == delivery
    b"".join(response.streaming_content)


def one_passage_at_a_time(gate) -> threading.Semaphore:
    passages = threading.Semaphore(1)
    gate.wait = lambda timeout: passages.acquire(timeout=timeout)
    return passages


def test_the_first_bytes_come_as_early_as_without(api, fake_voice, gate):
    passages = one_passage_at_a_time(gate)
    fields = ASKED | {"input": TEXT, "effects": [REVERB], "response_format": "pcm"}
    response = api.post(SPEECH, fields, format="json")
    chunks = iter(response.streaming_content)
    assert next(chunks)
    assert len(fake_voice.spoken) == 1
    passages.release(50)
    assert len(b"".join(chunks)) > RATE_HZ


def test_what_is_held_back_begins_when_all_of_it_is_spoken(api, fake_voice):
    fields = ASKED | {"input": TEXT, "effects": [NORMALIZE]}
    response = api.post(SPEECH, fields, format="json")
    assert fake_voice.spoken[-1].endswith("And the second paragraph follows.")
    b"".join(response.streaming_content)


def test_audio_and_events_are_the_same_bytes(api):
    plain = spoken(api, effects=[NORMALIZE, REVERB])
    fields = {"effects": [NORMALIZE, REVERB], "response_format": "pcm", "stream_format": "sse"}
    response = api.post(SPEECH, ASKED | fields, format="json")
    lines = b"".join(response.streaming_content).decode().split("\n\n")
    events = [json.loads(line.removeprefix("data: ")) for line in lines if line]
    assert b"".join(base64.b64decode(event["audio"]) for event in events[:-1]) == plain
    assert events[-1]["usage"]["output_tokens"] == round(20 * len(plain) / 2 / RATE_HZ)


def test_only_the_effects_change_and_nothing_is_spoken_anew(api, fake_voice):
    plain = spoken(api)
    words = list(fake_voice.spoken)
    fast = spoken(api, effects=[TWICE_AS_FAST])
    assert len(fast) == pytest.approx(len(plain) / 2, rel=0.05)
    response = api.post(SPEECH, ASKED | {"effects": [REVERB]}, format="json")
    assert response["X-Cache"] == "HIT"
    b"".join(response.streaming_content)
    assert spoken(api) == plain
    assert fake_voice.spoken == words


def test_words_and_subtitles_are_those_of_what_is_heard(api):
    plain = api.post(TIMED, ASKED, format="json").json()
    fast = api.post(TIMED, ASKED | {"effects": [TWICE_AS_FAST]}, format="json").json()
    assert fast["duration_seconds"] == pytest.approx(plain["duration_seconds"] / 2, abs=0.05)
    for before, after in zip(plain["words"], fast["words"], strict=True):
        assert after["word"] == before["word"]
        assert after["start_seconds"] == pytest.approx(before["start_seconds"] / 2, abs=0.03)
    assert seconds_of(base64.b64decode(fast["audio"])) == pytest.approx(fast["duration_seconds"], abs=0.06)
    assert fast["vtt"] != plain["vtt"]


def test_a_tail_is_part_of_what_is_kept(api, kept_later, alice):
    dry, wet = spoken(api), spoken(api, effects=[REVERB | {"room": "large"}])
    kept_later.do()
    kept = Entry.objects.filter(owner=alice).order_by("number").last()
    assert kept.duration_seconds == pytest.approx(len(wet) / 2 / RATE_HZ, abs=0.01)
    assert len(wet) > len(dry)


def test_an_entry_remembers_its_chain_in_full(api, kept_later, alice):
    spoken(api, effects=[{"type": "pitch", "semitones": 2}, REVERB | {"enabled": False}])
    kept_later.do()
    [kept] = listed(entries_of(alice))
    full = api.get(f"/api/history/{kept.pk}").json()["settings"]["effects"]
    assert [effect["type"] for effect in full] == ["pitch", "reverb"]
    assert (full[0]["semitones"], full[0]["keep_formants"], full[1]["enabled"]) == (2, True, False)
    assert SpeechCraft().facts(kept)[-1] == "Pitch"
    assert kept.effects == full


def test_a_row_tells_its_effects_without_another_query(api, kept_later, alice, django_assert_num_queries):
    for _ in range(3):
        spoken(api, effects=[REVERB])
    kept_later.do()
    with django_assert_num_queries(1):
        facts = [SpeechCraft().facts(row) for row in listed(entries_of(alice))]
    assert [each[-1] for each in facts] == ["Reverb"] * 3


def test_a_table_tells_the_chain(api, kept_later):
    spoken(api, effects=[REVERB])
    spoken(api)
    kept_later.do()
    table = b"".join(api.get("/api/history/export.csv").streaming_content).decode("utf-8-sig")
    plain, reverb = (row["effects"] for row in csv.DictReader(io.StringIO(table)))
    assert plain == ""
    assert json.loads(reverb)[0]["type"] == "reverb"


def test_pages_tell_the_effects_of_a_take(alice, client_of, entry):
    for url in ("/speak/", "/history/", f"/history/{entry.pk}/"):
        assert "Reverb" in client_of(alice).get(url).content.decode(), url


def test_made_again_an_entry_keeps_its_effects(api, entry):
    again = regenerated(api, entry, {"speed": 1.5})
    assert again.settings["effects"] == entry.settings["effects"]


def test_made_again_with_other_effects_nothing_is_spoken_anew(api, entry, fake_voice):
    words = list(fake_voice.spoken)
    again = regenerated(api, entry, {"effects": [TWICE_AS_FAST]})
    assert again.duration_seconds < 0.7 * entry.duration_seconds
    assert [effect["type"] for effect in again.settings["effects"]] == ["speed"]
    plain = regenerated(api, again, {"effects": []})
    assert plain.settings["effects"] == []
    assert fake_voice.spoken == words


def regenerated(api, entry, changes) -> Entry:
    answer = api.post(f"/api/history/{entry.pk}/regenerate", changes, format="json")
    assert answer.status_code == 202, answer.content
    return finished(Entry.objects.get(pk=answer.json()["id"]))


def test_turned_off_what_has_effects_is_made_again_without_them_only(api, entry, turn_off):
    turn_off()
    refused = api.post(f"/api/history/{entry.pk}/regenerate", {}, format="json")
    assert error_of(refused) == (400, "effects_disabled", "effects")
    assert regenerated(api, entry, {"effects": []}).is_done


def test_a_take_is_heard_with_its_effects(alice, fake_voice):
    plain = finished(takes.start_take(user=alice, wish=wish()))
    fast = finished(takes.start_take(user=alice, wish=wish(effects=chain_of([TWICE_AS_FAST]))))
    assert fast.state == State.DONE, fast.error
    assert fast.duration_seconds == pytest.approx(plain.duration_seconds / 2, rel=0.02)
    assert fast.clip.duration_seconds == pytest.approx(fast.duration_seconds, abs=0.001)
    assert len(fast.timings) == len(plain.timings)
    assert fast.timings[-1][3] == pytest.approx(plain.timings[-1][3] / 2, rel=0.05)


def test_words_can_be_followed_while_a_take_with_effects_is_made(alice, fake_voice, gate):
    passages = one_passage_at_a_time(gate)
    take = takes.start_take(user=alice, wish=wish(effects=chain_of([REVERB])))
    work = takes.making_of(take)
    assert next(work.follow())
    passages.release(2)
    while not work.words:
        work.read(work._written)
    assert len(fake_voice.spoken) < 5
    passages.release(50)
    assert finished(take).is_done


def test_stopped_while_the_sound_is_held_back_a_take_ends_its_work(alice, fake_voice, gate):
    passages = one_passage_at_a_time(gate)
    take = takes.start_take(user=alice, wish=wish(effects=chain_of([NORMALIZE])))
    work = takes.making_of(take)
    takes.stop_take(take=take)
    passages.release(1)
    assert list(work.follow()) == []
    assert finished(take).error == takes.STOPPED
    assert len(fake_voice.spoken) <= 2
    assert not Clip.objects.exists()
    assert making.under_way(take.pk) is None


def test_each_chapter_of_a_long_text_has_its_effects_and_its_tail(alice, fake_voice):
    plain = done(start(alice, "First it is.", "Second it is."))
    wet = done(start(alice, "First it is.", "Second it is.", effects=chain_of([REVERB, NORMALIZE])))
    seconds = [
        [Clip.objects.get(pk=pk).duration_seconds for pk in job.result["clip_ids"]] for job in (plain, wet)
    ]
    assert all(after > before + 0.1 for before, after in zip(*seconds, strict=True))
    kept = Entry.objects.filter(owner=alice, source="job").order_by("number").last()
    assert [effect["type"] for effect in kept.settings["effects"]] == ["reverb", "normalize"]


def test_what_must_be_held_as_a_whole_is_made_in_shorter_parts(alice, fake_voice, monkeypatch):
    monkeypatch.setattr("speak.long_texts.HELD_CHARACTERS", 80)
    monkeypatch.setattr("speak.long_texts.LEAST_HELD_CHARACTERS", 20)
    text = "A sentence of thirty letters. " * 6
    parts = {
        name: LongText.objects.get(job=start(alice, text, effects=chain_of(chain))).chapters.count()
        for name, chain in (
            ("streamed", [REVERB]),
            ("held", [REVERB, NORMALIZE]),
            ("slow", [{"type": "speed", "factor": 0.5}, NORMALIZE]),
        )
    }
    assert parts["streamed"] == 1 < parts["held"] < parts["slow"]


def test_markup_too_long_to_be_held_is_refused_and_told_which_effect_it_is(api, monkeypatch):
    monkeypatch.setattr("speak.long_texts.LEAST_HELD_CHARACTERS", 20)
    monkeypatch.setattr("speak.long_texts.HELD_CHARACTERS", 20)
    fields = {"input": f"<speak>{'Hello there. ' * 5}</speak>", "input_type": "ssml"}
    refused = api.post(JOBS, ASKED | fields | {"effects": [REVERB, NORMALIZE]}, format="json")
    assert error_of(refused) == (400, "text_too_long", "effects")
    assert "Normalize" in refused.json()["error"]["message"]
    assert api.post(JOBS, ASKED | fields | {"effects": [REVERB]}, format="json").status_code == 202


def test_effects_turned_off_before_a_job_begins_are_told_by_it(alice, fake_voice, turn_off):
    job = start(alice, "First it is.", effects=chain_of([REVERB]))
    turn_off()
    job = done(job)
    assert (job.state, job.error_code) == ("failed", "effects_disabled")


def test_a_form_may_ask_for_effects(api, alice):
    answer = api.post(JOBS, ASKED | {"effects": json.dumps([TWICE_AS_FAST])}, format="multipart")
    assert answer.status_code == 202
    run_job(answer.json()["id"])
    assert Entry.objects.get(owner=alice).settings["effects"][0]["factor"] == 2


def test_the_command_says_it_with_effects(fake_voice, tmp_path, monkeypatch):
    monkeypatch.setattr("speech.management.commands.say.pool", lambda: _pool())
    seconds = {}
    for name, effects in (("plain", ""), ("fast", json.dumps([TWICE_AS_FAST]))):
        path = tmp_path / f"{name}.wav"
        call_command("say", "Hello there.", output=path, model="fake", voice="low", effects=effects)
        seconds[name] = seconds_of(path.read_bytes())
    assert seconds["fast"] == pytest.approx(seconds["plain"] / 2, rel=0.1)
    for wrong in ("[", json.dumps(WRONG)):
        with pytest.raises(CommandError):
            call_command("say", "Hello.", output=path, model="fake", voice="low", effects=wrong)


def _pool():
    from speech import speaking

    return speaking.pool()


def test_who_waits_for_held_back_sound_is_known_to_be_served(api, kept_later, monkeypatch):
    monkeypatch.setattr("history.answers.ALIVE_EVERY_SECONDS", 0)
    spoken(api, effects=[NORMALIZE])
    assert kept_later._works.qsize() > 10


def test_what_a_site_offers_is_told(api, turn_off):
    assert api.get("/api/metadata").json()["features"]["effects"] is True
    turn_off()
    assert api.get("/api/metadata").json()["features"]["effects"] is False


def test_silence_is_not_what_comes_out(api):
    samples = np.frombuffer(spoken(api, effects=[REVERB, NORMALIZE]), "<i2")
    assert np.abs(samples.astype(int)).max() > 1_000
