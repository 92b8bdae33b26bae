"""The four wire formats: what each service takes, how it gives sound, how it refuses."""

import base64
import io
import json
import wave
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from speech.providers.settings import Patience, ProviderSettings
from tests.speech.providers.servers.local import Answer, Asked, Handler

KEY = "sk-test-0123456789abcdef"
RATE_HZ = 24_000
TONE_HZ, TONE_SECONDS = 440.0, 0.5
QUICK = Patience(connect_seconds=5.0, first_audio_seconds=5.0, silence_seconds=5.0, total_seconds=20.0)


def tone(seconds: float = TONE_SECONDS, *, rate_hz: int = RATE_HZ) -> bytes:
    times = np.arange(round(seconds * rate_hz)) / rate_hz
    return np.round(16_000 * np.sin(2 * np.pi * TONE_HZ * times)).astype("<i2").tobytes()


def wav(samples: bytes, *, rate_hz: int = RATE_HZ) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate_hz)
        writer.writeframes(samples)
    return file.getvalue()


@dataclass(frozen=True)
class Wire:
    kind: str
    path: str  # of speech, as this test's voice has it
    voice: str
    key_header: str
    key_value: str
    content_type: str
    framed: Callable[[bytes], bytes]  # samples, as an answer holds them
    error: Callable[[str, str], Any]  # a code and a message, as its errors are told
    base: str = ""  # of its url, behind the host
    voices: dict[str, Any] = field(default_factory=dict)  # its lists, by path

    def settings(self, url: str, **more: Any) -> ProviderSettings:
        told = {"key": KEY, "key_env": "TEST_KEY", "region": "westeurope", "patience": QUICK} | more
        return ProviderSettings(name="box", kind=self.kind, url=url + self.base, **told)

    def refusal(self, code: str = "some_code", message: str = "No.") -> bytes:
        return json.dumps(self.error(code, message)).encode()

    def speaking(self, samples: bytes | None = None, *, piece_bytes: int = 1_001) -> Answer:
        """Whoever has the key and asks at the right door hears `samples`, in pieces of odd lengths."""
        body = self.framed(tone() if samples is None else samples)

        def answer(handler: Handler, asked: Asked) -> None:
            if asked.headers.get(self.key_header) != self.key_value:
                handler.whole(self.refusal("unauthorized", "No key."), status=401)
            elif asked.path in self.voices:
                handler.whole(json.dumps(self.voices[asked.path]).encode())
            elif asked.path != self.path or asked.method != "POST":
                handler.whole(self.refusal("not_found", "No such door."), status=404)
            else:
                starts = range(0, len(body), piece_bytes)
                handler.pieces(self.content_type, (body[at : at + piece_bytes] for at in starts))

        return answer


def _openai_error(code: str, message: str) -> Any:
    return {"error": {"message": message, "type": "some_error", "param": None, "code": code}}


def _google_error(code: str, message: str) -> Any:
    detail = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": code}
    return {"error": {"code": 400, "message": message, "status": "SOME_STATUS", "details": [detail]}}


OPENAI = Wire(
    "openai",
    "/v1/audio/speech",
    "alloy",
    "authorization",
    f"Bearer {KEY}",
    "audio/pcm",
    bytes,
    _openai_error,
    base="/v1",
    voices={"/v1/audio/voices": {"voices": ["alloy", "af_heart"]}},
)
ELEVENLABS = Wire(
    "elevenlabs",
    "/v1/text-to-speech/JBFqnCBsd6RMkjVDRZzb/stream",
    "JBFqnCBsd6RMkjVDRZzb",
    "xi-api-key",
    KEY,
    "audio/pcm",
    bytes,
    lambda code, message: {"detail": {"status": code, "message": message}},
    voices={
        "/v2/voices": {
            "voices": [{"voice_id": "JBFqnCBsd6RMkjVDRZzb", "name": "George"}],
            "has_more": False,
            "total_count": 1,
        }
    },
)
AZURE = Wire(
    "azure",
    "/cognitiveservices/v1",
    "en-US-JennyNeural",
    "ocp-apim-subscription-key",
    KEY,
    "audio/basic",
    bytes,
    lambda code, message: {"error": {"code": code, "message": message}},
    voices={
        "/cognitiveservices/voices/list": [
            {"ShortName": "en-US-JennyNeural", "DisplayName": "Jenny", "Locale": "en-US", "Gender": "Female"}
        ]
    },
)
GOOGLE = Wire(
    "google",
    "/v1/text:synthesize",
    "en-US-Standard-C",
    "x-goog-api-key",
    KEY,
    "application/json; charset=UTF-8",
    lambda samples: json.dumps({"audioContent": base64.b64encode(wav(samples)).decode()}).encode(),
    _google_error,
    voices={
        "/v1/voices": {
            "voices": [
                {"name": "en-US-Standard-C", "languageCodes": ["en-US"], "ssmlGender": "FEMALE"},
            ]
        }
    },
)
WIRES = (OPENAI, ELEVENLABS, AZURE, GOOGLE)


def kept_in(folder: Path, wire: Wire, url: str, **more: Any) -> ProviderSettings:
    return wire.settings(url, cache_dir=folder, **more)
