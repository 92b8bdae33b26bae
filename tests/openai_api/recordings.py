"""Recordings to send, and the forms they are sent in."""

import base64
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.audio_files import wav
from tests.speech.recognition.sounds import silence, spoken

URL = "/v1/audio/transcriptions"
TRANSLATIONS = "/v1/audio/translations"


@cache
def talk(*, times: int = 1) -> bytes:
    """A sentence said so often, as a WAV; twelve times are more than one stretch."""
    sound = np.concatenate([*[spoken(), silence(0.4)] * times])
    return wav(rate=16_000, samples=sound[:, None])


def file_of(data: bytes | None = None, name: str = "talk.wav") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, talk() if data is None else data)


def form(**changes: Any) -> dict[str, Any]:
    asked = {"file": file_of(), "model": "whisper-1"} | changes
    return {name: value for name, value in asked.items() if value is not None}


def post(api: Any, url: str = URL, **changes: Any) -> Any:
    return api.post(url, form(**changes), format="multipart")


def events_of(response: Any) -> list[dict]:
    """Those before the mark of the end, which has to be there."""
    *events, end = list(_pieces(b"".join(response.streaming_content)))
    assert end == "[DONE]"
    return [json.loads(event) for event in events]


def _pieces(body: bytes) -> Iterator[str]:
    assert body.endswith(b"\n\n")
    for piece in body.decode().removesuffix("\n\n").split("\n\n"):
        assert piece.startswith("data: ")
        yield piece.removeprefix("data: ")


def data_url(seconds: float = 3.0, data: bytes | None = None) -> str:
    recording = wav(seconds, rate=16_000) if data is None else data
    return "data:audio/wav;base64," + base64.b64encode(recording).decode()
