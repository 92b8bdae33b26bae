"""One server that is asked: its client, its answers piece by piece, and every failure in our words."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from speech.providers.answers import parsed
from speech.providers.failures import FailureKind, ProviderFailed
from speech.providers.refusals import refused, unreached
from speech.providers.settings import ProviderSettings
from speech.providers.transport import TRANSPORT_ERRORS, WatchedTransport
from speech.providers.waiting import Watch

MOST_REFUSAL_BYTES = 64 * 1024
_BROKEN = (httpx.HTTPError, httpx.InvalidURL, *TRANSPORT_ERRORS)


@dataclass(frozen=True)
class Call:
    path: str  # behind the server's address
    json: Any = None
    content: bytes | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def method(self) -> str:
        return "GET" if self.json is None and self.content is None else "POST"


class Server:
    """Open from `open` to `close`; safe from many threads. Redirects are not followed: they would take the
    key and the text elsewhere."""

    def __init__(self, settings: ProviderSettings, *, url: str, headers: Mapping[str, str]) -> None:
        self._settings, self._url, self._headers = settings, url.rstrip("/"), headers
        self._lock = threading.Lock()
        self._client: httpx.Client | None = None

    def __enter__(self) -> "Server":
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self) -> None:
        """Reaches nothing yet. Twice is once."""
        with self._lock:
            if self._client is None:
                self._client = self._made()

    def close(self) -> None:
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    @contextmanager
    def asked(self, call: Call) -> Iterator["Answer"]:
        """A successful answer, of which nothing is read yet. Leaving early closes its connection."""
        self.open()
        assert self._client is not None  # noqa: S101 - narrows the type
        watch = Watch(self._settings.patience)
        with failures_told(self._settings):
            request = self._client.build_request(
                call.method,
                self._url + call.path,
                json=call.json,
                content=call.content,
                params=call.query or None,
                headers=call.headers,
            )
        with failures_told(self._settings), watch.running():
            response = self._client.send(request, stream=True)
        try:
            answer = Answer(self._settings, response, watch)
            if not response.is_success:
                raise refused(self._settings, response, answer.refusal())
            yield answer
        finally:
            response.close()

    def object(self, call: Call, *, most_bytes: int) -> Any:
        """Its whole answer, which has to be JSON."""
        with self.asked(call) as answer:
            found = parsed(answer.whole(most_bytes))
        if found is None:
            raise ProviderFailed(
                self._settings.name, FailureKind.SERVER, reason="its server's answer is not JSON"
            )
        return found

    def _made(self) -> httpx.Client:
        patience = self._settings.patience
        return httpx.Client(
            transport=WatchedTransport(self._url, connections=self._settings.at_once + 1),
            # What else there is to wait for is on the watch.
            timeout=httpx.Timeout(None, connect=patience.connect_seconds, pool=patience.first_audio_seconds),
            headers={"Accept-Encoding": "identity", **self._headers},
            follow_redirects=False,
        )


class Answer:
    def __init__(self, settings: ProviderSettings, response: httpx.Response, watch: Watch) -> None:
        self._settings, self._response, self._watch = settings, response, watch

    @property
    def content_type(self) -> str:
        """`audio/pcm`, without what stands behind it; empty where it does not say."""
        told: str = self._response.headers.get("content-type", "")
        return told.partition(";")[0].strip().lower()

    def pieces(self) -> Iterator[bytes]:
        """As they come. None is empty."""
        for piece in self._incoming():
            yield piece
            self._watch.next_piece()

    def _incoming(self) -> Iterator[bytes]:
        """Nothing is unpacked: a few bytes could become gigabytes."""
        self._require_plain()
        incoming = self._response.iter_raw()
        while True:
            with failures_told(self._settings), self._watch.running():
                piece = next(incoming, None)
            if piece is None:
                return
            if piece:
                yield piece

    def _require_plain(self) -> None:
        if self._response.headers.get("content-encoding", "").strip().lower() not in ("", "identity"):
            raise ProviderFailed(
                self._settings.name,
                FailureKind.SERVER,
                reason="its server's answer is compressed, which was not asked for",
                what_to_do="Turn off compression there, or in the proxy before it.",
            )

    def whole(self, most_bytes: int) -> bytes:
        body = _beginning(self.pieces(), most_bytes + 1)
        if len(body) > most_bytes:
            raise ProviderFailed(
                self._settings.name, FailureKind.SERVER, reason="its server's answer is too long"
            )
        return body

    def refusal(self) -> bytes:
        """What comes of it, in the time that its first sound had: its status has said the most."""
        try:
            return _beginning(self._incoming(), MOST_REFUSAL_BYTES)
        except ProviderFailed:
            return b""


def _beginning(pieces: Iterator[bytes], most_bytes: int) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) >= most_bytes:
            break
    return bytes(body[:most_bytes])


@contextmanager
def failures_told(settings: ProviderSettings) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise unreached(settings, error) from error
