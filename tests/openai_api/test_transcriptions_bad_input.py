"""All that can be wrong with a request to hear: its status, the envelope, the field, and nothing heard."""

import json

import pytest

from tests.audio_files import mp3, silent_flac, wav
from tests.openai_api.recordings import TRANSLATIONS, URL, data_url, file_of, post, talk

ONE = {"known_speaker_names[]": ["Ann"], "known_speaker_references[]": [data_url()]}
TWO = {"known_speaker_names[]": ["Ann", "Bob"], "known_speaker_references[]": [data_url()] * 2}
VAD = {"chunking_strategy[type]": "server_vad"}


def vad(**values) -> dict[str, str]:
    return {"chunking_strategy": json.dumps({"type": "server_vad"} | values)}


def assert_refused(response, recogniser, *, status: int, param: str | None) -> dict:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json"
    body = response.json()
    assert list(body) == ["error"]
    error = body["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["param"] == param, error
    assert error["type"]
    assert error["message"]
    assert len(error["message"]) < 2_000
    assert recogniser.heard == []
    assert "openai-processing-ms" in response
    assert "x-request-id" in response
    return error


BAD = [
    ({"file": None}, 400, "file"),
    ({"file": "talk.wav"}, 400, "file"),
    ({"file": [file_of(), file_of()]}, 400, "file"),
    ({"sound": file_of(), "file": None}, 400, "sound"),
    ({"sound": file_of()}, 400, "sound"),
    ({"file": file_of(b"")}, 400, "file"),
    ({"model": None}, 400, "model"),
    ({"model": ""}, 400, "model"),
    ({"model": "   "}, 400, "model"),
    ({"model": "gpt-9"}, 404, "model"),
    ({"model": "gpt-9\x00"}, 404, "model"),
    ({"model": "x" * 100_000}, 400, "model"),
    ({"model": "../../etc/passwd"}, 404, "model"),
    ({"model": "tts-1"}, 400, "model"),
    ({"model": ["whisper-1", "whisper-1"]}, 400, "model"),
    ({"model": file_of()}, 400, "model"),
    ({"pitch": "3"}, 400, "pitch"),
    ({"pitch[]": "3"}, 400, "pitch[]"),
    ({"model[]": "whisper-1"}, 400, "model[]"),
    ({"x" * 500: "3"}, 400, "x" * 80),
    ({"save_history": "perhaps"}, 400, "save_history"),
    ({"profile_id": "7"}, 400, "profile_id"),
    ({"language": "klingon"}, 400, "language"),
    ({"language": "x" * 10_000}, 400, "language"),
    ({"language": ["en", "fr"]}, 400, "language"),
    ({"languages[]": ["en", "klingon"]}, 400, "languages"),
    ({"languages[]": ["en"], "language": "en"}, 400, "languages"),
    ({"languages[]": ["en"] * 21}, 400, "languages"),
    ({"prompt": "x" * 10_001}, 400, "prompt"),
    ({"prompt": file_of()}, 400, "prompt"),
    ({"keywords[]": ["x" * 101]}, 400, "keywords"),
    ({"keywords[]": ["x"] * 201}, 400, "keywords"),
    ({"response_format": "docx"}, 400, "response_format"),
    ({"response_format": "JSON"}, 400, "response_format"),
    ({"response_format": ["json", "json"]}, 400, "response_format"),
    ({"temperature": "1.01"}, 400, "temperature"),
    ({"temperature": "-0.1"}, 400, "temperature"),
    ({"temperature": "nan"}, 400, "temperature"),
    ({"temperature": "inf"}, 400, "temperature"),
    ({"temperature": "1e999"}, 400, "temperature"),
    ({"temperature": "warm"}, 400, "temperature"),
    ({"temperature": "9" * 10_000}, 400, "temperature"),
    ({"timestamp_granularities[]": ["word"]}, 400, "timestamp_granularities"),
    ({"timestamp_granularities": ["segment"], "response_format": "srt"}, 400, "timestamp_granularities"),
    (
        {"timestamp_granularities[]": ["letter"], "response_format": "verbose_json"},
        400,
        "timestamp_granularities",
    ),
    (
        {"timestamp_granularities": '["word"]', "response_format": "verbose_json"},
        400,
        "timestamp_granularities",
    ),
    ({"include[]": ["logprobs"], "response_format": "text"}, 400, "include"),
    ({"include[]": ["usage"]}, 400, "include"),
    ({"stream": "yes"}, 400, "stream"),
    ({"stream": "1"}, 400, "stream"),
    ({"stream": ["true", "true"]}, 400, "stream"),
    ({"stream": "true", "response_format": "verbose_json"}, 400, "stream"),
    ({"stream": "true", "response_format": "srt"}, 400, "stream"),
    ({"stream": "true", "response_format": "vtt"}, 400, "stream"),
    ({"chunking_strategy": "manual"}, 400, "chunking_strategy"),
    ({"chunking_strategy": "{"}, 400, "chunking_strategy"),
    ({"chunking_strategy": "[]"}, 400, "chunking_strategy"),
    ({"chunking_strategy": "7"}, 400, "chunking_strategy"),
    ({"chunking_strategy": "null"}, 400, "chunking_strategy"),
    ({"chunking_strategy": "[" * 100_000}, 400, "chunking_strategy"),
    ({"chunking_strategy": "{}"}, 400, "chunking_strategy"),
    ({"chunking_strategy": '{"type": "semantic_vad"}'}, 400, "chunking_strategy"),
    ({"chunking_strategy": '{"type": ["server_vad"]}'}, 400, "chunking_strategy"),
    (vad(threshold=1.1), 400, "chunking_strategy.threshold"),
    (vad(threshold=True), 400, "chunking_strategy.threshold"),
    (vad(threshold=[]), 400, "chunking_strategy.threshold"),
    ({"chunking_strategy": '{"type": "server_vad", "threshold": NaN}'}, 400, "chunking_strategy.threshold"),
    (vad(prefix_padding_ms=-1), 400, "chunking_strategy.prefix_padding_ms"),
    (vad(silence_duration_ms=30_001), 400, "chunking_strategy.silence_duration_ms"),
    (vad(silence_duration_ms=0.5), 400, "chunking_strategy.silence_duration_ms"),
    (vad(eagerness="low"), 400, "chunking_strategy.eagerness"),
    ({"chunking_strategy[threshold]": "0.5"}, 400, "chunking_strategy"),
    (VAD | {"chunking_strategy": "auto"}, 400, "chunking_strategy"),
    (VAD | {"chunking_strategy[pitch]": "1"}, 400, "chunking_strategy.pitch"),
    (VAD | {"chunking_strategy[threshold]": "high"}, 400, "chunking_strategy.threshold"),
    (VAD | {"chunking_strategy[threshold]": ["0.5", "0.6"]}, 400, "chunking_strategy[threshold]"),
    (ONE | {"known_speaker_names[]": ["Ann", "Bob"]}, 400, "known_speaker_references"),
    (ONE | {"known_speaker_names[]": None}, 400, "known_speaker_names"),
    (ONE | {"known_speaker_references[]": None}, 400, "known_speaker_references"),
    (TWO | {"known_speaker_names[]": ["Ann", "ann "]}, 400, "known_speaker_names"),
    (TWO | {"known_speaker_names[]": ["Ann", "  "]}, 400, "known_speaker_names"),
    (ONE | {"known_speaker_names[]": ["x" * 201]}, 400, "known_speaker_names"),
    (
        {"known_speaker_names[]": list("abcde"), "known_speaker_references[]": [data_url()] * 5},
        400,
        "known_speaker_names",
    ),
    (ONE | {"known_speaker_references[]": ["hello"]}, 400, "known_speaker_references"),
    (ONE | {"known_speaker_references[]": ["data:audio/wav;base64,@@@"]}, 400, "known_speaker_references"),
    (ONE | {"known_speaker_references[]": ["data:audio/wav;base64,"]}, 400, "known_speaker_references"),
    (ONE | {"known_speaker_references[]": ["data:,text"]}, 400, "known_speaker_references"),
    (ONE | {"known_speaker_references[]": ["https://example.org/a.wav"]}, 400, "known_speaker_references"),
    (ONE | {"known_speaker_references[]": [data_url(1.5)]}, 400, "known_speaker_references"),
    (ONE | {"known_speaker_references[]": [data_url(10.5)]}, 400, "known_speaker_references"),
    (ONE | {"known_speaker_references[]": [data_url(data=b"text")]}, 400, "known_speaker_references"),
    (
        ONE | {"known_speaker_references[]": [data_url(data=silent_flac(3600))]},
        400,
        "known_speaker_references",
    ),
]


@pytest.mark.parametrize(("changes", "status", "param"), BAD, ids=lambda value: str(value)[:60])
def test_a_wrong_value_is_refused_by_its_name(alice, api_of, engine, recogniser, changes, status, param):
    for value in changes.values():
        for file in value if isinstance(value, list) else [value]:
            if hasattr(file, "seek"):
                file.seek(0)
    response = post(api_of(alice), **changes)
    assert_refused(response, recogniser, status=status, param=param)


@pytest.mark.parametrize(
    "name",
    ["language", "keywords[]", "timestamp_granularities[]", "include[]", "stream", "chunking_strategy"],
)
def test_a_translation_takes_its_own_fields_alone(alice, api_of, recogniser, name):
    response = post(api_of(alice), TRANSLATIONS, **{name: "en"})
    error = assert_refused(response, recogniser, status=400, param=name)
    assert error["code"] == "unknown_parameter"


def test_a_translation_tells_no_speakers(alice, api_of, recogniser):
    response = post(api_of(alice), TRANSLATIONS, response_format="diarized_json")
    assert_refused(response, recogniser, status=400, param="response_format")


@pytest.mark.parametrize("url", [URL, TRANSLATIONS])
@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", "multipart/form-data; boundary=x", 400),
        (b"garbage", "multipart/form-data; boundary=x", 400),
        (b"--x\r\n", "multipart/form-data; boundary=x", 400),
        (b"--x--\r\n", "multipart/form-data", 400),
        (b"--x--\r\n", "multipart/form-data; boundary=" + "x" * 300, 415),
        (b'{"model": "whisper-1"}', "application/json", 415),
        (b"model=whisper-1", "application/x-www-form-urlencoded", 415),
        (b"", "", 400),
        (talk(), "audio/wav", 415),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_body_that_is_no_form_is_refused(alice, api_of, recogniser, url, body, content_type, status):
    response = api_of(alice).generic("POST", url, body, content_type=content_type)
    assert response.status_code == status, response.content
    assert set(response.json()["error"]) == {"message", "type", "param", "code"}
    assert recogniser.heard == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("url", [URL, TRANSLATIONS])
def test_another_method_is_405_and_says_which_is_right(alice, api_of, recogniser, url, method):
    response = api_of(alice).generic(method, url)
    assert (response.status_code, response["Allow"]) == (405, "POST")


@pytest.mark.parametrize("url", [URL, TRANSLATIONS])
def test_a_key_without_the_scope_is_403(alice, api_of, recogniser, url):
    response = post(api_of(alice, ["speech", "manage"]), url)
    error = assert_refused(response, recogniser, status=403, param=None)
    assert (error["type"], error["code"]) == ("permission_error", "missing_scope")


def test_what_hears_is_not_asked_to_speak(alice, api_of, engine, recogniser):
    asked = {"model": "whisper-1", "voice": "low", "input": "Hello."}
    response = api_of(alice).post("/v1/audio/speech", asked, format="json")
    error = assert_refused(response, recogniser, status=400, param="model")
    assert error["code"] == "wrong_kind_of_model"
    assert "transcribes" in error["message"]
    assert "fake" in error["message"]
    assert engine.spoken == []


def test_what_speaks_is_not_asked_to_hear(alice, api_of, engine, recogniser):
    error = assert_refused(post(api_of(alice), model="tts-1"), recogniser, status=400, param="model")
    assert error["code"] == "wrong_kind_of_model"
    assert "whisper-1" in error["message"]


def test_fields_that_are_too_much_together_are_413(alice, api_of, recogniser):
    response = post(api_of(alice), prompt="x" * 6_000_000)
    assert_refused(response, recogniser, status=413, param=None)


def test_a_thousand_fields_are_too_many(alice, api_of, recogniser):
    response = post(api_of(alice), **{"keywords[]": ["word"] * 1_100})
    error = assert_refused(response, recogniser, status=400, param=None)
    assert error["code"] == "too_many_parts"


def test_a_file_beyond_the_limit_is_413_and_says_the_limit(alice, api_of, recogniser, settings):
    settings.CONFIG = settings.CONFIG.model_copy(update={"transcription_max_mib": 1})
    response = post(api_of(alice), file=file_of(wav(15.0)))
    error = assert_refused(response, recogniser, status=413, param="file")
    assert "1.0" in error["message"]
    small = post(api_of(alice), file=file_of(mp3(1.0)))
    assert small.status_code == 200


def test_thirty_megabytes_are_too_many_from_the_start(alice, api_of, recogniser):
    response = post(api_of(alice), file=file_of(b"\0" * 30_000_000))
    assert_refused(response, recogniser, status=413, param="file")
