"""Every error under `/v1/` is told in the same four words, whoever asks and whatever went wrong."""

import asyncio
import json
import threading

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from speech.engines.errors import EngineFailed, EngineUnavailable
from tests.speech.fake_engine import FakeEngine

URL = "/v1/audio/speech"
ASKED = {"model": "fake", "voice": "low", "input": "Hello there."}
ADDRESSES = ["/v1", "/v1/", "/v1/nothing", "/v1/audio", "/v1/audio/speech/deeper", "/v1/chat/completions"]


class Failing(FakeEngine):
    """Breaks at its first word."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def synthesize(self, request, *, on_word=None):
        raise self.error
        yield


def error_of(response, status: int) -> dict:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json"
    assert response["x-request-id"]
    assert response["openai-processing-ms"].isdigit()
    error = response.json()["error"]
    assert list(error) == ["message", "type", "param", "code"]
    return error


def speak(api):
    return api.post(URL, ASKED, format="json")


def test_no_key_is_401_and_says_how_to_come_in(db, engine):
    response = speak(APIClient())
    assert error_of(response, 401)["type"] == "authentication_error"
    assert response["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["Bearer vs_wrong", "Bearer sk-1234", "Bearer \xe9", "Bearer a b c"])
def test_a_wrong_key_is_401(db, engine, header):
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=header)
    response = speak(api)
    assert error_of(response, 401)["code"] == "invalid_api_key"
    assert response["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("path", [URL, "/v1/audio/voices", "/v1/models", "/v1/models/fake"])
def test_a_key_without_the_scope_is_403(alice, api_of, engine, path):
    is_of_speech_alone = path in (URL, "/v1/audio/voices")
    api = api_of(alice, ["transcribe", "manage"] if is_of_speech_alone else ["manage"])
    response = speak(api) if path == URL else api.get(path)
    error = error_of(response, 403)
    assert (error["type"], error["code"]) == ("permission_error", "missing_scope")
    assert engine.spoken == []


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", ADDRESSES)
def test_an_unknown_address_is_404_for_everybody(alice, api_of, client_of, path, method):
    for client in (api_of(alice), client_of(alice), Client()):
        error = error_of(getattr(client, method)(path), 404)
        assert error["type"] == "invalid_request_error"


def test_a_slash_too_many_is_forgiven(alice, api_of, engine):
    assert api_of(alice).get("/v1/models/").status_code == 200
    assert api_of(alice).post(f"{URL}/", ASKED, format="json").status_code == 200


def test_too_many_requests_are_told_when_to_come_back(alice, api_of, engine, monkeypatch):
    monkeypatch.setattr("common.throttles.KeyThrottle.rate", "2/min", raising=False)
    api = api_of(alice)
    cache.clear()
    assert [api.get("/v1/models").status_code for _ in range(2)] == [200, 200]
    response = api.get("/v1/models")
    error = error_of(response, 429)
    assert (error["type"], error["code"]) == ("rate_limit_error", "rate_limit_exceeded")
    assert 1 <= int(response["Retry-After"]) <= 60
    assert "x-should-retry" not in response


def test_a_full_quota_says_that_trying_again_is_no_use(alice, api_of, engine, monkeypatch):
    from common.errors import OutOfSpace

    def full(*args, **kwargs):
        raise OutOfSpace("Your storage is full. Delete clips, or ask for more room.")

    monkeypatch.setattr("openai_api.speech.begin", full)
    response = speak(api_of(alice))
    error = error_of(response, 429)
    assert (error["type"], error["code"]) == ("insufficient_quota", "insufficient_quota")
    assert response["x-should-retry"] == "false"
    assert "Delete clips" in error["message"]


def test_an_engine_that_is_not_here_is_503_for_its_model(alice, api_of, put):
    gone = EngineUnavailable("piper", reason="its weights are missing", what_to_do="Pull them.")
    put(FakeEngine(), missing={"piper": gone})
    response = api_of(alice).post(URL, ASKED | {"model": "piper"}, format="json")
    error = error_of(response, 503)
    assert (error["param"], error["code"]) == ("model", "engine_unavailable")
    assert "Pull them." in error["message"]
    assert int(response["Retry-After"]) > 0


def test_an_engine_that_does_not_load_is_503(alice, api_of, put):
    put(FakeEngine(fails_to_load=RuntimeError("secret path /srv")))
    response = speak(api_of(alice))
    error = error_of(response, 503)
    assert error["code"] == "engine_unavailable"
    assert "secret" not in error["message"]


def test_an_engine_that_breaks_at_once_is_500(alice, api_of, put):
    put(Failing(EngineFailed("fake", reason="it fell over")))
    error = error_of(speak(api_of(alice)), 500)
    assert (error["type"], error["code"]) == ("server_error", "engine_failed")


@pytest.mark.parametrize("stream_format", ["audio", "sse"])
def test_a_mistake_of_ours_is_500_and_tells_nothing_of_it(alice, api_of, put, stream_format):
    put(Failing(RuntimeError("secret path /srv")))
    api = api_of(alice)
    api.raise_request_exception = False
    response = api.post(URL, ASKED | {"stream_format": stream_format}, format="json")
    error = error_of(response, 500)
    assert (error["type"], error["param"]) == ("server_error", None)
    assert "secret" not in error["message"]
    assert "request id" in error["message"]


def test_when_every_voice_is_busy_it_is_503_and_soon_again(alice, api_of, put):
    gate = threading.Event()
    pool = put(FakeEngine(gate=gate), generations=1, wait_seconds=0)
    with pool.generation("fake"):
        response = speak(api_of(alice))
    error = error_of(response, 503)
    assert error["code"] == "engine_busy"
    assert int(response["Retry-After"]) >= 1
    gate.set()
    assert speak(api_of(alice)).status_code == 200


def test_a_host_that_is_not_ours_is_refused_in_the_envelope(db):
    error_of(Client().get("/v1/models", headers={"Host": "evil.example"}), 400)


def test_ones_own_request_id_comes_back(alice, api_of, engine):
    response = api_of(alice).get("/v1/models", headers={"X-Request-ID": "my-own-id-1234"})
    assert response["x-request-id"] == "my-own-id-1234"


def test_api_errors_keep_their_own_shape(alice, api_of):
    response = api_of(alice).get("/api/nothing")
    assert set(response.json()["error"]) == {"code", "message", "param"}
    assert "openai-processing-ms" not in response


def test_a_body_that_is_too_large_is_413_before_it_is_read():
    from voicesite.asgi import application

    sent = []

    async def receive():
        raise AssertionError("the body was read")

    async def send(message):
        sent.append(message)

    headers = [(b"content-type", b"application/json"), (b"content-length", b"900000000")]
    scope = {"type": "http", "method": "POST", "path": URL, "headers": headers, "query_string": b""}
    asyncio.run(application(scope, receive, send))
    start, body = sent
    told = dict(start["headers"])
    assert start["status"] == 413
    assert told[b"x-request-id"]
    assert told[b"openai-processing-ms"] == b"0"
    error = json.loads(body["body"])["error"]
    assert list(error) == ["message", "type", "param", "code"]
    assert (error["type"], error["code"]) == ("invalid_request_error", "too_large")
