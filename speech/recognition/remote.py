"""Another server that hears: any with OpenAI's transcription doors, such as a voicesite with more cores."""

import json
import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from speech.audio.encode import encode
from speech.engines.errors import EngineBusy, EngineUnavailable
from speech.engines.settings import EngineSettings
from speech.providers.answers import codes_in, message_in, retry_after_seconds
from speech.providers.failures import FailureKind, ProviderFailed
from speech.providers.keys import require_plain_key
from speech.providers.refusals import SAID, TO_DO, kind_of
from speech.providers.settings import Patience
from speech.providers.transport import TRANSPORT_ERRORS, WatchedTransport
from speech.providers.waiting import Watch
from speech.recognition.base import RATE_HZ, Hearing, RecogniserCapabilities, Segment, Stretch, Task
from speech.recognition.errors import RecogniserFailed
from speech.recognition.languages import language_code
from speech.recognition.remote_answers import language_in, segments_in

CONNECT_SECONDS = 10.0
MOST_ANSWER_BYTES = 16 * 1024 * 1024
LONGEST_WAIT_SECONDS = 5.0  # before another try; a server that asks for more is busy
USUAL_BUSY_SECONDS = 30
_BROKEN = (httpx.HTTPError, *TRANSPORT_ERRORS)
_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_BUSY = frozenset({429, 503})


@dataclass(frozen=True)
class RemoteServer:
    url: str  # with its version: https://voice.example.org/v1
    model: str  # as that server calls it
    key_env: str = ""  # the environment variable that holds the key; empty: none is sent
    timeout_seconds: float = 120.0
    tries: int = 3
    at_once: int = 2  # requests under way together


class RemoteRecogniser:
    def __init__(
        self, name: str, server: RemoteServer, *, key: str = "", pause: Callable[[float], None] = time.sleep
    ) -> None:
        self.name, self._server, self._key, self._pause = name, server, key, pause
        self._client: httpx.Client | None = None
        self._lock = threading.Lock()

    @property
    def capabilities(self) -> RecogniserCapabilities:
        return RecogniserCapabilities(
            languages=(),
            translates=True,
            has_word_times=True,
            takes_prompt=True,
            turns_at_once=self._server.at_once,
            notes=(
                "Sound is sent to another server.",
                "Its model must give verbose_json; word times come where that server has them.",
            ),
        )

    def load(self) -> None:
        with self._lock:
            if self._client is None:
                self._client = self._made()

    def unload(self) -> None:
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def find_language(self, stretch: Stretch) -> str:
        """What that server finds when it hears it; empty where it does not say."""
        return language_code(language_in(self._heard(stretch, Hearing()))) or ""

    def hear(self, stretches: Sequence[Stretch], hearing: Hearing) -> list[list[Segment]]:
        return [segments_in(self._heard(stretch, hearing), stretch) for stretch in stretches]

    def _heard(self, stretch: Stretch, hearing: Hearing) -> dict[str, Any]:
        door = "translations" if hearing.task is Task.TRANSLATE else "transcriptions"
        sound = b"".join(encode([stretch.samples], "flac", rate_hz=RATE_HZ))
        return self._asked(door, _fields(hearing, self._server.model), sound)

    def _asked(self, door: str, fields: dict[str, Any], sound: bytes) -> dict[str, Any]:
        for tries_left in reversed(range(self._server.tries)):
            try:
                response, body = self._sent(door, fields, sound)
            except _BROKEN as error:
                if not tries_left:
                    raise self._silent(error) from error
                wait = self._backoff(tries_left)
            else:
                if response.status_code == httpx.codes.OK:
                    return self._object(body)
                wait = _wanted_wait(response) or self._backoff(tries_left)
                if not tries_left or response.status_code not in _AGAIN or wait > LONGEST_WAIT_SECONDS:
                    raise self._refused(response, body)
            self._pause(wait)
        raise AssertionError("the last try returns or raises")

    def _sent(self, door: str, fields: dict[str, Any], sound: bytes) -> tuple[httpx.Response, bytes]:
        self.load()
        assert self._client is not None  # noqa: S101 - narrows the type
        url = f"{self._server.url.rstrip('/')}/audio/{door}"
        files = {"file": ("sound.flac", sound, "audio/flac")}
        with (
            self._watch().running(),
            self._client.stream("POST", url, data=fields, files=files) as response,
        ):
            return response, self._read(response)

    def _read(self, response: httpx.Response) -> bytes:
        """Nothing is unpacked: none of it was asked for, and a few bytes could become gigabytes."""
        if response.headers.get("content-encoding", "identity") != "identity":
            raise RecogniserFailed(self.name, reason="its server's answer is compressed")
        body = bytearray()
        for part in response.iter_raw():
            body += part
            if len(body) > MOST_ANSWER_BYTES:
                raise RecogniserFailed(self.name, reason="its server's answer is too long")
        return bytes(body)

    def _made(self) -> httpx.Client:
        seconds = self._server.timeout_seconds
        return httpx.Client(
            transport=WatchedTransport(self._server.url, connections=self._server.at_once + 1),
            # What else there is to wait for is on the watch.
            timeout=httpx.Timeout(None, connect=CONNECT_SECONDS, pool=seconds),
            headers={"Accept-Encoding": "identity", **self._headers()},
            # It would take the key and the sound elsewhere.
            follow_redirects=False,
        )

    def _watch(self) -> Watch:
        """Of one try, from its connection to the last byte."""
        seconds = self._server.timeout_seconds
        return Watch(Patience(first_audio_seconds=seconds, total_seconds=seconds))

    def _backoff(self, tries_left: int) -> float:
        return min(LONGEST_WAIT_SECONDS, 0.5 * 2.0 ** (self._server.tries - 1 - tries_left))

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key}"} if self._key else {}

    def _object(self, body: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise RecogniserFailed(self.name, reason="its server's answer is not JSON")
        return answer

    def _silent(self, error: Exception) -> ProviderFailed:
        if isinstance(error, httpx.TimeoutException | httpcore.TimeoutException):
            return self._failed(FailureKind.TIMEOUT, SAID[FailureKind.TIMEOUT])
        return self._failed(FailureKind.NETWORK, "its server does not answer")

    def _refused(self, response: httpx.Response, body: bytes) -> Exception:
        status = response.status_code
        kind = kind_of(status, codes_in(body))
        if kind is FailureKind.QUOTA:
            return self._failed(kind, SAID[kind], TO_DO[kind])
        if status in _BUSY:
            return EngineBusy(round(_wanted_wait(response)) or USUAL_BUSY_SECONDS)
        if kind is FailureKind.AUTH:
            what_to_do = f"Put a key that it takes into {self._server.key_env or 'key_env'}."
            return self._failed(kind, SAID[kind], what_to_do)
        if status == 404:
            return self._failed(kind, "its server lacks the model or the door", "Check its url and model.")
        if 300 <= status < 400:
            return self._failed(kind, "its server has moved", "Check its url.")
        said = message_in(body, key=self._key)
        return RecogniserFailed(self.name, reason=f"its server said {status}{f' ({said})' if said else ''}")

    def _failed(
        self, kind: FailureKind, reason: str, what_to_do: str = "Try again in a while."
    ) -> ProviderFailed:
        return ProviderFailed(self.name, kind, reason=reason, what_to_do=what_to_do)


def open_remote(name: str, server: RemoteServer, settings: EngineSettings) -> RemoteRecogniser:
    key = os.environ.get(server.key_env, "") if server.key_env else ""
    if server.key_env and not key:
        raise EngineUnavailable(
            name, reason="the key of its server is not set", what_to_do=f"Put it into {server.key_env}."
        )
    require_plain_key(name, key, server.key_env)
    return RemoteRecogniser(name, server, key=key)


def _fields(hearing: Hearing, model: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"model": model, "response_format": "verbose_json"}
    if hearing.prompt:
        fields["prompt"] = hearing.prompt
    if hearing.temperature:
        fields["temperature"] = str(hearing.temperature)
    if hearing.task is Task.TRANSLATE:
        return fields
    if hearing.language:
        fields["language"] = hearing.language
    wanted = ["segment", "word"] if hearing.has_word_times else ["segment"]
    return fields | {"timestamp_granularities[]": wanted}


def _wanted_wait(response: httpx.Response) -> float:
    """Seconds; 0 where it says nothing."""
    return retry_after_seconds(response.headers) or 0.0
