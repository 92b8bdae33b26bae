"""Everything that can be wrong with a request to speak: its status, the envelope, the field, and no sound."""

import json

import pytest

URL = "/v1/audio/speech"
ASKED = {"model": "fake", "voice": "low", "input": "Hello there."}
FIELDS = {
    "model",
    "input",
    "voice",
    "instructions",
    "response_format",
    "speed",
    "stream_format",
    "language",
    "input_type",
    "lexicon_id",
    "seed",
}
REQUIRED = ("model", "input", "voice")
UNKNOWN_ID = "00000000-0000-0000-0000-000000000007"
MILLION = "word " * 200_000


def raw(**changes) -> bytes:
    return json.dumps(ASKED | changes).encode()


def with_raw_speed(value: str) -> bytes:
    return raw(speed=7777).replace(b"7777", value.encode())


def assert_refused(response, *, status: int, param: str | None, engine) -> dict:
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
    assert engine.spoken == []
    assert "openai-processing-ms" in response
    assert "x-request-id" in response
    return error


@pytest.mark.parametrize(
    ("changes", "status", "param"),
    [
        ({"model": "gpt-9"}, 404, "model"),
        ({"model": "x" * 100_000}, 400, "model"),
        ({"model": ""}, 400, "model"),
        ({"model": "\ud83d"}, 404, "model"),
        ({"voice": "nobody"}, 400, "voice"),
        ({"voice": ""}, 400, "voice"),
        ({"voice": {}}, 400, "voice"),
        ({"voice": {"id": 5}}, 400, "voice"),
        ({"voice": {"id": "nobody"}}, 400, "voice"),
        ({"voice": {"id": "low", "name": "x"}}, 400, "voice"),
        ({"voice": "x" * 100_000}, 400, "voice"),
        ({"voice": "\ud83d"}, 400, "voice"),
        ({"voice": "low\x00"}, 400, "voice"),
        ({"pitch": 3}, 400, "pitch"),
        ({"\ud83d": 3}, 400, "\\ud83d"),
        ({"x" * 100_000: 3}, 400, "x" * 80),
        ({"profile_id": UNKNOWN_ID}, 404, "profile_id"),
        ({"profile_id": "5"}, 400, "profile_id"),
        ({"profile_id": 5}, 400, "profile_id"),
        ({"effects": "reverb"}, 400, "effects"),
        ({"save_history": "true"}, 400, "save_history"),
        ({"save_history": 1}, 400, "save_history"),
        ({"response_format": "midi"}, 400, "response_format"),
        ({"response_format": "\ud83d"}, 400, "response_format"),
        ({"response_format": "MP3"}, 400, "response_format"),
        ({"stream_format": "websocket"}, 400, "stream_format"),
        ({"speed": 0}, 400, "speed"),
        ({"speed": 9}, 400, "speed"),
        ({"speed": 0.2499}, 400, "speed"),
        ({"speed": -1}, 400, "speed"),
        ({"speed": float("nan")}, 400, "speed"),
        ({"speed": float("inf")}, 400, "speed"),
        ({"speed": "fast"}, 400, "speed"),
        ({"speed": "1.5"}, 400, "speed"),
        ({"speed": True}, 400, "speed"),
        ({"speed": 10**400}, 400, "speed"),
        ({"input": ""}, 400, "input"),
        ({"input": "   \n\t "}, 400, "input"),
        ({"input": "😀 🎉 👩‍👩‍👧"}, 400, "input"),
        ({"input": "\x00\x01"}, 400, "input"),
        ({"input": "…—!?"}, 400, "input"),
        ({"input": MILLION}, 400, "input"),
        ({"input": "x" * 4097}, 400, "input"),
        ({"input": "Hello \ud83d there."}, 400, "input"),
        ({"input": float("nan")}, 400, "input"),
        ({"input": "[pause:9999s] Hello."}, 400, "input"),
        ({"input": "<speak><b>Hello.</speak>", "input_type": "ssml"}, 400, "input"),
        ({"input_type": "latex"}, 400, "input_type"),
        ({"language": "klingon!"}, 400, "language"),
        ({"language": "fi"}, 400, "language"),
        ({"language": ""}, 400, "language"),
        ({"language": "\ud83d"}, 400, "language"),
        ({"language": "x" * 100_000}, 400, "language"),
        ({"instructions": "x" * 4097}, 400, "instructions"),
        ({"instructions": "\ud83d"}, 400, "instructions"),
        ({"lexicon_id": "mine"}, 400, "lexicon_id"),
        ({"lexicon_id": UNKNOWN_ID}, 404, "lexicon_id"),
        ({"seed": -1}, 400, "seed"),
        ({"seed": 2**32}, 400, "seed"),
        ({"seed": 1.5}, 400, "seed"),
        ({"seed": "1"}, 400, "seed"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_wrong_value_is_refused_by_its_name(alice, api_of, engine, changes, status, param):
    response = api_of(alice).post(URL, raw(**changes), content_type="application/json")
    assert_refused(response, status=status, param=param, engine=engine)


@pytest.mark.parametrize("value", [5, 1.5, True, [], {}, ["low"], {"a": {"b": []}}], ids=str)
@pytest.mark.parametrize("field", sorted(FIELDS))
def test_a_wrong_type_is_refused_by_its_name(alice, api_of, engine, field, value):
    is_right = (field == "speed" and type(value) is float) or (field == "seed" and type(value) is int)
    if is_right:
        value = "as text"
    response = api_of(alice).post(URL, raw(**{field: value}), content_type="application/json")
    assert_refused(response, status=400, param=field, engine=engine)


@pytest.mark.parametrize("field", REQUIRED)
def test_what_is_required_may_be_neither_null_nor_absent(alice, api_of, engine, field):
    api = api_of(alice)
    absent = {name: value for name, value in ASKED.items() if name != field}
    for body in (raw(**{field: None}), json.dumps(absent)):
        response = api.post(URL, body, content_type="application/json")
        assert_refused(response, status=400, param=field, engine=engine)


@pytest.mark.parametrize(
    ("body", "param"),
    [
        (b"", "model"),
        (b"{", None),
        (b"{}", "model"),
        (b"[]", None),
        (b"[1, 2]", None),
        (b'"text"', None),
        (b"5", None),
        (b"null", None),
        (b"NaN", None),
        (b"not json at all", None),
        (raw().replace(b"Hello", b"H\xffllo"), None),
        (raw().replace(b"Hello", b"H\xed\xa0\xbdllo"), None),
        (b"\xff\xfe" + raw(), None),
        (b"[" * 100_000, None),
        (b'{"input":' * 20_000 + b"1" + b"}" * 20_000, None),
        (raw()[:-1] + b', "speed": 1, "speed": 2}', "speed"),
        (raw()[:-1] + b', "input": "Something else."}', "input"),
        (with_raw_speed("1e999"), "speed"),
        (with_raw_speed("-Infinity"), "speed"),
        (with_raw_speed("1" * 5_000), None),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_body_that_is_no_request_is_refused(alice, api_of, engine, body, param):
    response = api_of(alice).post(URL, body, content_type="application/json")
    assert_refused(response, status=400, param=param, engine=engine)


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"],
)
def test_another_content_type_is_415(alice, api_of, engine, content_type):
    response = api_of(alice).generic("POST", URL, raw(), content_type=content_type)
    assert_refused(response, status=415, param=None, engine=engine)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_another_method_is_405_and_says_which_is_right(alice, api_of, engine, method):
    response = api_of(alice).generic(method, URL)
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert engine.spoken == []
    if method != "HEAD":
        assert_refused(response, status=405, param=None, engine=engine)


def test_anothers_lexicon_is_as_absent_as_none(alice, bob, api_of, engine):
    from tests.speech.lexicon_builders import make_lexicon

    lexicon = make_lexicon(alice, SQL="sequel")
    asked = ASKED | {"lexicon_id": str(lexicon.pk), "input": "SQL"}
    response = api_of(bob).post(URL, asked, format="json")
    error = assert_refused(response, status=404, param="lexicon_id", engine=engine)
    assert error["code"] == "lexicon_not_found"
    own = api_of(alice).post(URL, asked, format="json")
    assert own.status_code == 200
    b"".join(own.streaming_content)
    assert engine.spoken == ["sequel"]


@pytest.mark.parametrize("field", ["profile_id", "effects", "save_history"])
def test_null_for_what_does_not_exist_yet_is_as_if_it_were_left_out(alice, api_of, engine, field):
    response = api_of(alice).post(URL, ASKED | {field: None}, format="json")
    assert response.status_code == 200
