"""Google Cloud Text-to-Speech, over REST with an API key: a passage at a time, its sound whole."""

import base64
import binascii
import re
from collections.abc import Generator, Mapping, Sequence
from typing import Any

from speech.engines.base import Block, Capabilities, Gender, PassageRequest, Voice
from speech.engines.errors import UnsupportedOption
from speech.providers.http import Call, Server
from speech.providers.options import Options, options_of
from speech.providers.remote_engine import RATE_HZ, RemoteEngine, require_key
from speech.providers.settings import ProviderSettings
from speech.providers.sound import SAMPLE_BYTES, broken_sound, from_file, longest_seconds
from speech.providers.told import gender_of, language_of, objects, text_of

URL = "https://texttospeech.googleapis.com"
SPEEDS = (0.25, 2.0)
# Their bound is in bytes, of which a character takes up to four.
MOST_BYTES = 5_000
MOST_CHARACTERS = MOST_BYTES // 4
MOST_LIST_BYTES = 16 * 1024 * 1024
ROOM_BYTES = 64 * 1024  # of an answer, beside its sound
USUAL = {
    "en-US-Chirp3-HD-Kore": Gender.FEMALE, "en-US-Chirp3-HD-Charon": Gender.MALE,
    "en-US-Standard-C": Gender.FEMALE, "en-US-Standard-D": Gender.MALE, "en-GB-Standard-A": Gender.FEMALE,
    "en-GB-Standard-B": Gender.MALE, "fi-FI-Standard-A": Gender.FEMALE, "sv-SE-Standard-A": Gender.FEMALE,
    "de-DE-Standard-A": Gender.FEMALE, "de-DE-Standard-B": Gender.MALE, "fr-FR-Standard-A": Gender.FEMALE,
    "fr-FR-Standard-B": Gender.MALE, "es-ES-Standard-A": Gender.FEMALE, "it-IT-Standard-A": Gender.FEMALE,
    "pt-BR-Standard-A": Gender.FEMALE, "ja-JP-Standard-A": Gender.FEMALE, "cmn-CN-Standard-A": Gender.FEMALE,
}  # fmt: skip
# A voice that does not begin with its language needs a model of its own, and is not one of these doors'.
NAME = re.compile(r"([a-z]{2,3}-[A-Za-z0-9]{2,4})-(.+)")


def open_provider(settings: ProviderSettings) -> "GoogleEngine":
    return GoogleEngine(settings)


class GoogleEngine(RemoteEngine):
    def __init__(self, settings: ProviderSettings) -> None:
        require_key(settings)
        options_of(settings, Options)
        named = [(name, NAME.fullmatch(name), gender) for name, gender in USUAL.items()]
        self.usual_voices = [
            Voice(name, _shown(found), language_of(found[1], settings), gender, settings.name)
            for name, found, gender in named
            if found
        ]
        super().__init__(settings)

    @property
    def capabilities(self) -> Capabilities:
        return self.able(
            native_speeds=SPEEDS,
            max_characters=MOST_CHARACTERS,
            has_streaming=False,
            notes=("It is reached by an API key; service accounts are not.",),
        )

    def speaks_all(self, voice: str) -> bool:
        return False

    def validate(self, request: PassageRequest) -> None:
        super().validate(request)
        if len(request.text.encode()) > MOST_BYTES:
            raise UnsupportedOption("text", request.text, f"up to {MOST_BYTES} bytes a passage")

    def server(self) -> Server:
        return Server(
            self.settings, url=self.settings.url or URL, headers={"x-goog-api-key": self.settings.key}
        )

    def spoken(self, request: PassageRequest, voice: str) -> Generator[Block, None, None]:
        found = NAME.fullmatch(voice)
        language = found[1] if found else request.language or "en-US"
        told = {
            "input": {"text": request.text},
            "voice": {"languageCode": language, "name": voice},
            "audioConfig": {
                "audioEncoding": "LINEAR16",
                "sampleRateHertz": RATE_HZ,
                "speakingRate": request.speed,
            },
        }
        most_samples_bytes = longest_seconds(request) * RATE_HZ * SAMPLE_BYTES
        answer = self._server.object(
            Call("/v1/text:synthesize", json=told), most_bytes=round(most_samples_bytes * 4 / 3) + ROOM_BYTES
        )
        # LINEAR16 comes as a WAV, with its header.
        yield from from_file(iter([self._sound_in(answer)]), rate_hz=RATE_HZ, name=self.name)

    def listed(self, server: Server) -> Sequence[Voice]:
        found = server.object(Call("/v1/voices"), most_bytes=MOST_LIST_BYTES)
        told = objects(found.get("voices") if isinstance(found, dict) else None)
        return [voice for each in told if (voice := _voice(each, self.settings))]

    def _sound_in(self, answer: Any) -> bytes:
        content = text_of(answer.get("audioContent")) if isinstance(answer, dict) else ""
        try:
            return base64.b64decode(content, validate=True)
        except (binascii.Error, ValueError) as error:
            raise broken_sound(self.name, "its server's sound can't be decoded") from error


def _voice(told: Mapping[str, Any], settings: ProviderSettings) -> Voice | None:
    found = NAME.fullmatch(text_of(told.get("name")))
    if found is None:
        return None
    return Voice(
        found[0],
        _shown(found),
        language_of(found[1], settings),
        gender_of(told.get("ssmlGender")),
        settings.name,
    )


def _shown(found: "re.Match[str]") -> str:
    """`Chirp3 HD Kore`"""
    return found[2].replace("-", " ")
