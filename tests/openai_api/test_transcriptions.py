"""`POST /v1/audio/transcriptions` and `/v1/audio/translations`: what is asked for is what is answered."""

import json
from dataclasses import replace

import pytest

from speech.audio.encode import encode
from speech.recognition.base import Segment, Task, TokenLogprob
from speech.recognition.voice_activity import USUAL_ACTIVITY, VoiceActivity
from tests.audio_files import wav, with_noise
from tests.openai_api.recordings import TRANSLATIONS, data_url, events_of, file_of, post, talk
from tests.speech.recognition.fake_recogniser import FakeRecogniser
from tests.speech.recognition.sounds import silence, spoken

TEN_FIELDS = {
    "id", "seek", "start", "end", "text", "tokens", "temperature", "avg_logprob", "compression_ratio",
    "no_speech_prob",
}  # fmt: skip
MIMES = {
    "json": "application/json",
    "verbose_json": "application/json",
    "diarized_json": "application/json",
    "text": "text/plain; charset=utf-8",
    "srt": "text/plain; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
}


class Certain(FakeRecogniser):
    """Says how sure it is of each segment."""

    def hear(self, stretches, hearing):
        def sure(segment: Segment) -> Segment:
            logprobs = (TokenLogprob(segment.text[:3], -0.5, (1, 2)),) if hearing.has_logprobs else ()
            return replace(segment, logprobs=logprobs)

        return [[sure(segment) for segment in found] for found in super().hear(stretches, hearing)]


@pytest.fixture
def wishes(monkeypatch) -> list:
    """What was made of each form."""
    from openai_api import transcriptions

    asked: list = []
    resolve = transcriptions.resolve

    def noted(wish):
        asked.append(wish)
        return resolve(wish)

    monkeypatch.setattr(transcriptions, "resolve", noted)
    return asked


@pytest.mark.parametrize("name", MIMES)
def test_each_format_is_what_it_says_it_is(alice, api_of, recogniser, name):
    response = post(api_of(alice), response_format=name)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == MIMES[name]
    assert response["Cache-Control"] == "no-store"
    assert "one two three" in response.content.decode()


def test_json_is_what_comes_where_no_format_is_named(alice, api_of, recogniser):
    told = post(api_of(alice)).json()
    assert set(told) == {"text", "usage"}
    assert told["text"].startswith("one two three")
    assert told["usage"]["type"] == "duration"
    assert type(told["usage"]["seconds"]) is int


def test_verbose_json_has_segments_with_ten_fields_and_no_words(alice, api_of, recogniser):
    told = post(api_of(alice), response_format="verbose_json").json()
    assert (told["task"], told["language"], told["words"]) == ("transcribe", "english", None)
    assert told["duration"] == pytest.approx(len(talk()) / 32_000, abs=0.05)
    assert told["segments"]
    assert all(set(segment) == TEN_FIELDS for segment in told["segments"])
    assert not recogniser.hearings[0].has_word_times


@pytest.mark.parametrize("name", ["timestamp_granularities", "timestamp_granularities[]"])
@pytest.mark.parametrize(
    ("granularities", "has_segments", "has_words"),
    [(["word"], False, True), (["segment"], True, False), (["word", "segment"], True, True)],
)
def test_granularities_choose_between_words_and_segments(
    alice, api_of, recogniser, name, granularities, has_segments, has_words
):
    told = post(api_of(alice), response_format="verbose_json", **{name: granularities}).json()
    assert (told["segments"] is not None, told["words"] is not None) == (has_segments, has_words)
    if has_words:
        assert set(told["words"][0]) == {"word", "start", "end"}
        assert recogniser.hearings[0].has_word_times


def test_subtitles_are_whole_files(alice, api_of, recogniser):
    assert post(api_of(alice), response_format="srt").content.startswith(b"1\n00:00:0")
    assert post(api_of(alice), response_format="vtt").content.startswith(b"WEBVTT\n\n00:00:0")


@pytest.mark.parametrize("model", ["whisper-1", "gpt-4o-transcribe-diarize", "listener"])
def test_any_model_tells_who_speaks(alice, api_of, recogniser, wishes, model):
    told = post(api_of(alice), model=model, response_format="diarized_json").json()
    assert [wish.has_speakers for wish in wishes] == [True]
    assert set(told) == {"task", "duration", "text", "segments", "usage"}
    assert {segment["speaker"] for segment in told["segments"]} == {"A"}
    assert {segment["type"] for segment in told["segments"]} == {"transcript.text.segment"}


@pytest.mark.parametrize("name", ["include", "include[]"])
def test_logprobs_come_where_they_are_asked_for(alice, api_of, put_hearing, name):
    put_hearing(Certain())
    api = api_of(alice)
    assert post(api, **{name: "logprobs"}).json()["logprobs"][0]["bytes"] == [1, 2]
    assert "logprobs" not in post(api).json()


def test_prompt_keywords_temperature_and_language_reach_the_recogniser(alice, api_of, recogniser):
    response = post(
        api_of(alice),
        language="fr",
        prompt="Voicesite, Django",
        temperature="0.4",
        **{"keywords[]": ["Kokoro", "Piper"]},
    )
    assert response.status_code == 200
    hearing = recogniser.hearings[0]
    assert (hearing.language, hearing.prompt, hearing.temperature) == ("fr", "Voicesite, Django", 0.4)
    assert hearing.keywords == ("Kokoro", "Piper")
    assert hearing.task is Task.TRANSCRIBE


@pytest.mark.parametrize("written", ["fr", "FR", "fr-CA", "French", "fra"])
def test_a_language_is_known_by_what_people_write_for_it(alice, api_of, recogniser, written):
    assert post(api_of(alice), language=written).status_code == 200
    assert recogniser.hearings[0].language == "fr"


@pytest.mark.parametrize("name", ["languages", "languages[]"])
def test_one_language_of_a_list_is_that_language(alice, api_of, recogniser, name):
    assert post(api_of(alice), **{name: ["fr"]}).status_code == 200
    assert recogniser.hearings[0].language == "fr"


def test_several_languages_leave_it_to_be_found_out(alice, api_of, recogniser):
    assert post(api_of(alice), **{"languages[]": ["fr", "en"]}).status_code == 200
    assert recogniser.hearings[0].language == "en"


OWN = {"threshold": 0.7, "prefix_padding_ms": 100, "silence_duration_ms": 900}


@pytest.mark.parametrize(
    ("spelling", "activity"),
    [
        ({"chunking_strategy": "auto"}, USUAL_ACTIVITY),
        ({"chunking_strategy": '"auto"'}, USUAL_ACTIVITY),
        ({"chunking_strategy": ""}, USUAL_ACTIVITY),
        ({"chunking_strategy": '{"type": "server_vad"}'}, USUAL_ACTIVITY),
        ({"chunking_strategy": json.dumps({"type": "server_vad"} | OWN)}, VoiceActivity(0.7, 100, 900)),
        ({"chunking_strategy[type]": "server_vad"}, USUAL_ACTIVITY),
        (
            {"chunking_strategy[type]": "server_vad"}
            | {f"chunking_strategy[{key}]": str(value) for key, value in OWN.items()},
            VoiceActivity(0.7, 100, 900),
        ),
        (
            {"chunking_strategy[type]": "server_vad", "chunking_strategy[threshold]": "0.9"},
            VoiceActivity(0.9, USUAL_ACTIVITY.prefix_padding_ms, USUAL_ACTIVITY.silence_ms),
        ),
    ],
)
def test_how_sound_is_cut_is_told_in_three_spellings(alice, api_of, recogniser, wishes, spelling, activity):
    assert post(api_of(alice), **spelling).status_code == 200
    assert wishes[0].activity == activity


def test_known_speakers_are_names_with_recordings(alice, api_of, recogniser, wishes):
    response = post(
        api_of(alice),
        response_format="diarized_json",
        **{
            "known_speaker_names[]": ["Ann", "Bob"],
            "known_speaker_references[]": [data_url(2.0), data_url(10.0)],
        },
    )
    assert response.status_code == 200, response.content
    assert [speaker.name for speaker in wishes[0].known_speakers] == ["Ann", "Bob"]
    assert wishes[0].known_speakers[0].reference.startswith(b"RIFF")


@pytest.mark.parametrize("value", ["true", "True", "TRUE"])
def test_events_hold_the_text_as_it_is_found_and_then_the_whole(alice, api_of, recogniser, value):
    api = api_of(alice)
    whole = post(api, file=file_of(talk(times=12))).json()
    response = post(api, file=file_of(talk(times=12)), stream=value)
    assert response["Content-Type"] == "text/event-stream"
    assert response["X-Accel-Buffering"] == "no"
    *deltas, done = events_of(response)
    assert len(deltas) >= 2
    assert {event["type"] for event in deltas} == {"transcript.text.delta"}
    assert "".join(event["delta"] for event in deltas) == whole["text"]
    assert done == {"type": "transcript.text.done"} | whole


def test_no_stream_is_no_stream(alice, api_of, recogniser):
    assert post(api_of(alice), stream="false")["Content-Type"] == "application/json"


def test_events_of_speakers_hold_segments(alice, api_of, recogniser):
    response = post(
        api_of(alice), file=file_of(talk(times=12)), stream="true", response_format="diarized_json"
    )
    *events, done = events_of(response)
    deltas = [event for event in events if event["type"] == "transcript.text.delta"]
    segments = [event for event in events if event["type"] == "transcript.text.segment"]
    assert events == [*deltas, *segments], "who speaks is known when all is heard"
    assert "".join(event["delta"] for event in deltas) == done["text"]
    assert set(segments[0]) == {"type", "id", "start", "end", "text", "speaker"}
    assert done["text"] == " ".join(event["text"] for event in segments)


def test_events_hold_logprobs_where_they_are_asked_for(alice, api_of, put_hearing):
    put_hearing(Certain())
    delta, done = events_of(post(api_of(alice), stream="true", **{"include[]": "logprobs"}))
    assert delta["logprobs"] == done["logprobs"]
    assert len(delta["logprobs"]) == 1


def test_silence_has_no_text_in_any_form(alice, api_of, recogniser):
    quiet = wav(rate=16_000, samples=silence(3.0)[:, None])
    api = api_of(alice)
    assert post(api, file=file_of(quiet)).json() == {
        "text": "",
        "usage": {"type": "duration", "seconds": 3},
    }
    assert post(api, file=file_of(quiet), response_format="text").content == b""
    assert post(api, file=file_of(quiet), response_format="vtt").content == b"WEBVTT\n"
    assert [event["type"] for event in events_of(post(api, file=file_of(quiet), stream="true"))] == [
        "transcript.text.done"
    ]


@pytest.mark.parametrize("name", ["json", "text", "srt", "verbose_json", "vtt"])
def test_a_translation_has_every_format(alice, api_of, recogniser, name):
    response = post(api_of(alice), TRANSLATIONS, response_format=name, prompt="Tea", temperature="0.2")
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == MIMES[name]
    hearing = recogniser.hearings[0]
    assert (hearing.task, hearing.prompt, hearing.temperature) == (Task.TRANSLATE, "Tea", 0.2)


def test_a_translation_says_that_it_is_one(alice, api_of, recogniser):
    told = post(api_of(alice), TRANSLATIONS, response_format="verbose_json").json()
    assert told["task"] == "translate"


def test_what_nobody_filled_in_is_as_if_it_were_not_there(alice, api_of, recogniser, wishes):
    empty = dict.fromkeys(
        ("language", "prompt", "response_format", "temperature", "stream", "chunking_strategy", "languages[]",
         "keywords[]", "timestamp_granularities[]", "include[]", "known_speaker_names[]"), ""
    )  # fmt: skip
    api = api_of(alice)
    response = post(api, **empty)
    assert response.status_code == 200, response.content
    assert post(api).status_code == 200
    assert wishes[0] == wishes[1]


def test_models_that_hear_are_listed_beside_those_that_speak(alice, api_of, engine, recogniser):
    api = api_of(alice, ["transcribe"])
    listed = {model["id"]: model["owned_by"] for model in api.get("/v1/models").json()["data"]}
    assert {name for name in listed if listed[name] == recogniser.name} >= {"whisper-1", "gpt-4o-transcribe"}
    assert api.get("/v1/models/whisper-1").json()["owned_by"] == recogniser.name


def test_a_damaged_file_is_heard_as_far_as_it_goes_and_says_so(alice, api_of, recogniser):
    broken = with_noise(_mp3_of_talk(), start=0.3, stop=0.5)
    response = post(api_of(alice), file=file_of(broken, "talk.mp3"))
    assert response.status_code == 200
    assert response.json()["text"]
    assert response["X-Warning"]


def _mp3_of_talk() -> bytes:
    return b"".join(encode([spoken(), spoken()], "mp3", rate_hz=16_000))


def test_a_signed_in_person_needs_no_key_but_a_token_of_the_form(alice, recogniser):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    url = "/v1/audio/transcriptions"
    refused = client.post(url, {"file": file_of(), "model": "whisper-1"})
    assert (refused.status_code, refused.json()["error"]["type"]) == (403, "permission_error")
    token = str(client.get("/clips/").context["csrf_token"])
    answered = client.post(url, {"file": file_of(), "model": "whisper-1"}, headers={"X-CSRFToken": token})
    assert answered.status_code == 200
