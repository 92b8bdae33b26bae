"""`POST /v1/audio/speech`: what is asked for is what is heard, in every format."""

import base64
import io
import json
import wave
from dataclasses import replace

import pytest

from speech.audio.decode import AudioFile
from tests.speech.fake_engine import RATE_HZ, FakeEngine

URL = "/v1/audio/speech"
ASKED = {"model": "fake", "voice": "low", "input": "Hello there. How are you?"}
TWO_PASSAGES = "Hello there. How are you?"
MAGIC = {
    "mp3": (b"ID3", "audio/mpeg"),
    "opus": (b"OggS", "audio/ogg"),
    "aac": (b"\xff\xf1", "audio/aac"),
    "flac": (b"fLaC", "audio/flac"),
    "wav": (b"RIFF", "audio/wav"),
    "pcm": (b"", "audio/pcm"),
}


def post(api, **changes):
    return api.post(URL, ASKED | changes, format="json")


def audio_of(response) -> bytes:
    return b"".join(response.streaming_content)


def seconds_of(data: bytes, name: str, folder) -> float:
    if name == "pcm":
        return len(data) / 2 / RATE_HZ
    path = folder / f"speech.{name}"
    path.write_bytes(data)
    with AudioFile(path) as file:
        blocks = list(file.blocks())
    return sum(len(block.samples) for block in blocks) / blocks[0].rate_hz


@pytest.mark.parametrize("name", MAGIC)
def test_each_format_begins_as_it_should(alice, api_of, engine, name):
    response = post(api_of(alice), response_format=name)
    assert response.status_code == 200
    magic, mime = MAGIC[name]
    assert response["Content-Type"] == mime
    assert audio_of(response).startswith(magic)


def test_all_formats_are_equally_long(alice, api_of, engine, tmp_path):
    api = api_of(alice)
    seconds = {name: seconds_of(audio_of(post(api, response_format=name)), name, tmp_path) for name in MAGIC}
    assert max(seconds.values()) - min(seconds.values()) < 0.05, seconds


def test_mp3_is_what_comes_where_no_format_is_named(alice, api_of, engine):
    assert post(api_of(alice))["Content-Type"] == "audio/mpeg"


def test_pcm_is_24_khz_whatever_the_engine_makes(alice, api_of, engine, tmp_path):
    api = api_of(alice)
    at_own_rate = len(audio_of(post(api, response_format="pcm")))
    engine.sample_rate_hz = lambda voice: RATE_HZ // 2
    # The same samples, said to be half as dense, last twice as long.
    other_words = {"input": "Hullo there. How are you?"}
    assert len(audio_of(post(api, response_format="pcm", **other_words))) == pytest.approx(
        2 * at_own_rate, rel=0.2
    )


def test_a_wav_stream_says_what_it_holds(alice, api_of, engine):
    data = audio_of(post(api_of(alice), response_format="wav"))
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE_HZ, 1, 2)


def test_speed_and_voice_reach_the_engine(alice, api_of, engine):
    api = api_of(alice)
    usual = audio_of(post(api, response_format="pcm"))
    fast = audio_of(post(api, response_format="pcm", speed=2))
    high = audio_of(post(api, response_format="pcm", voice={"id": "high"}))
    assert len(fast) < 0.7 * len(usual)
    assert high != usual


@pytest.mark.parametrize("model", ["tts-1", "tts-1-hd", "gpt-4o-mini-tts"])
@pytest.mark.parametrize("voice", ["alloy", "cedar"])
def test_the_well_known_names_always_speak(alice, api_of, engine, model, voice):
    response = post(api_of(alice), model=model, voice=voice)
    assert response.status_code == 200
    assert audio_of(response)


def test_a_null_is_as_if_it_were_not_there(alice, api_of, engine):
    optional = ("instructions", "response_format", "speed", "stream_format", "language", "input_type")
    response = post(api_of(alice), **dict.fromkeys((*optional, "lexicon_id", "seed")))
    assert response.status_code == 200
    assert response["Content-Type"] == "audio/mpeg"


class Actor(FakeEngine):
    """Follows instructions, and keeps what it was told."""

    @property
    def capabilities(self):
        return replace(super().capabilities, follows_instructions=True)

    def synthesize(self, request, *, on_word=None):
        self.told = request.instructions
        return super().synthesize(request, on_word=on_word)


def test_instructions_reach_an_engine_that_follows_them_and_no_other(alice, api_of, engine, put):
    assert post(api_of(alice), instructions="Speak like a sailor.").status_code == 200
    put(actor := Actor())
    audio_of(post(api_of(alice), instructions="Speak like a sailor."))
    assert actor.told == "Speak like a sailor."


def test_control_characters_say_nothing_and_hurt_nobody(alice, api_of, engine):
    response = post(api_of(alice), input="Hel\x00lo\x07 there.")
    assert response.status_code == 200
    assert audio_of(response)
    assert engine.spoken == ["Hello there."]


def test_ssml_is_understood_where_it_is_announced(alice, api_of, engine):
    audio_of(post(api_of(alice), input="<speak>Hello there.</speak>", input_type="ssml"))
    assert engine.spoken == ["Hello there."]


def test_what_was_spoken_before_is_remembered_for_its_person_alone(alice, bob, api_of, engine):
    first, again, others = post(api_of(alice)), None, None
    heard = audio_of(first)
    again = post(api_of(alice))
    assert (first["X-Cache"], again["X-Cache"]) == ("MISS", "HIT")
    assert audio_of(again) == heard
    spoken_for_alice = list(engine.spoken)
    others = post(api_of(bob))
    assert others["X-Cache"] == "MISS"
    audio_of(others)
    assert engine.spoken == spoken_for_alice * 2


def test_an_answer_is_nobodys_to_keep_or_to_hold_up(alice, api_of, engine):
    response = post(api_of(alice))
    assert response["Cache-Control"] == "no-store"
    assert response["X-Accel-Buffering"] == "no"
    assert response["Content-Disposition"] == 'inline; filename="speech.mp3"'


def events_of(response) -> list[dict]:
    body = audio_of(response).decode()
    assert body.endswith("\n\n")
    lines = body.removesuffix("\n\n").split("\n\n")
    assert all(line.startswith("data: ") for line in lines)
    return [json.loads(line.removeprefix("data: ")) for line in lines]


def test_events_hold_the_same_audio_and_what_it_came_to(alice, api_of, engine):
    api = api_of(alice)
    plain = audio_of(post(api, response_format="pcm"))
    response = post(api, response_format="pcm", stream_format="sse")
    assert response["Content-Type"] == "text/event-stream"
    *deltas, done = events_of(response)
    assert {event["type"] for event in deltas} == {"speech.audio.delta"}
    assert b"".join(base64.b64decode(event["audio"]) for event in deltas) == plain
    seconds = len(plain) / 2 / RATE_HZ
    assert done == {
        "type": "speech.audio.done",
        "usage": {
            "input_tokens": len(ASKED["input"]),
            "output_tokens": round(20 * seconds),
            "total_tokens": len(ASKED["input"]) + round(20 * seconds),
        },
    }


def test_a_signed_in_person_needs_no_key_but_a_token_of_the_form(alice, engine):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    refused = client.post(URL, ASKED, content_type="application/json")
    assert (refused.status_code, refused.json()["error"]["type"]) == (403, "permission_error")
    token = client.get("/clips/").context["csrf_token"]
    answered = client.post(URL, ASKED, content_type="application/json", headers={"X-CSRFToken": str(token)})
    assert answered.status_code == 200
