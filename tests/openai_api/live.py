"""A client of the live door, and a voice for it."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from websockets.sync.client import ClientConnection, connect

from speech.recognition.base import RATE_HZ, Samples
from tests.processes import PATIENCE_SECONDS
from tests.speech.recognition.sounds import silence, spoken

PATH = "/v1/realtime?intent=transcription"
TRANSCRIPTION = "conversation.item.input_audio_transcription"
SENDS_SECONDS = 0.1


def sentence() -> Samples:
    """With the silence that ends it."""
    return np.concatenate([silence(0.5), spoken(), silence(0.8)])


class Live:
    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def send(self, name: str, **fields: Any) -> None:
        self.connection.send(json.dumps({"type": name, **fields}))

    def say(self, *parts: Samples, at_once: bool = False) -> None:
        data = (np.concatenate(parts) * 32_767).astype("<i2").tobytes()
        step = len(data) if at_once else int(2 * RATE_HZ * SENDS_SECONDS)
        for start in range(0, len(data), step):
            piece = base64.b64encode(data[start : start + step]).decode()
            self.send("input_audio_buffer.append", audio=piece)

    def next(self) -> dict[str, Any]:
        return json.loads(self.connection.recv(timeout=PATIENCE_SECONDS))

    def until(self, name: str) -> list[dict[str, Any]]:
        """Everything up to the next event of that type, which is the last."""
        received = [self.next()]
        while received[-1]["type"] != name:
            received.append(self.next())
        return received

    def update(self, **sound: Any) -> dict[str, Any]:
        """The answer to a change of `session.audio.input`."""
        self.send("session.update", session={"type": "transcription", "audio": {"input": sound}})
        return self.next()


@contextmanager
def live(
    url: str, key: str = "", *, path: str = PATH, rate_hz: int = RATE_HZ, **options: Any
) -> Iterator[Live]:
    """Connected, and told what rate the voice has."""
    with opened(url, key, path=path, **options) as client:
        client.created = client.next()  # type: ignore[attr-defined]
        if rate_hz:
            assert client.update(format={"type": "audio/pcm", "rate": rate_hz})["type"] == "session.updated"
        yield client


@contextmanager
def opened(url: str, key: str = "", *, path: str = PATH, **options: Any) -> Iterator[Live]:
    headers = options.pop("headers", {})
    if key:
        headers = {"Authorization": f"Bearer {key}", **headers}
    address = url.replace("http", "ws", 1) + path
    with connect(
        address,
        additional_headers=headers,
        max_size=None,
        compression=None,
        open_timeout=PATIENCE_SECONDS,
        ping_timeout=PATIENCE_SECONDS,
        **options,
    ) as connection:
        yield Live(connection)


def types(events: list[dict[str, Any]]) -> list[str]:
    return [event["type"] for event in events]
