"""ElevenLabs: `text-to-speech/VOICE/stream`, as bare samples."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pydantic import Field

from speech.engines.base import Block, Capabilities, Gender, PassageRequest, Voice
from speech.engines.languages import primary
from speech.providers.http import Call, Server
from speech.providers.options import Options, options_of
from speech.providers.remote_engine import RATE_HZ, RemoteEngine, only_set, require_key
from speech.providers.settings import ProviderSettings
from speech.providers.sound import from_pcm, sound_of
from speech.providers.told import gender_of, language_of, objects, text_of

URL = "https://api.elevenlabs.io"
MODEL = "eleven_multilingual_v2"
SPEEDS = (0.7, 1.2)
FORMAT = f"pcm_{RATE_HZ}"
MOST_LIST_BYTES = 16 * 1024 * 1024
PAGE_VOICES, MOST_PAGES = 100, 50

SPOKEN_BY_MOST = (
    "en-US", "ar", "bg", "cs", "da", "de", "el", "es", "fi", "fil", "fr", "hi", "hr", "id", "it", "ja",
    "ko", "ms", "nl", "pl", "pt", "ro", "ru", "sk", "sv", "ta", "tr", "uk", "zh",
)  # fmt: skip
SPOKEN_BY_V3 = (
    *SPOKEN_BY_MOST,
    "af", "as", "az", "be", "bn", "bs", "ca", "ceb", "cy", "et", "fa", "gl", "gu", "ha", "he", "hu", "hy",
    "is", "jv", "ka", "kk", "kn", "ky", "lb", "ln", "lt", "lv", "mk", "ml", "mr", "ne", "no", "ny", "pa",
    "ps", "sd", "sl", "so", "sr", "sw", "te", "th", "ur", "vi",
)  # fmt: skip


@dataclass(frozen=True)
class Model:
    languages: tuple[str, ...]
    most_characters: int
    takes_language: bool  # others answer an error where a language is told


MODELS: Mapping[str, Model] = {
    "eleven_v3": Model(SPOKEN_BY_V3, 5_000, takes_language=True),
    "eleven_multilingual_v2": Model(SPOKEN_BY_MOST, 10_000, takes_language=False),
    "eleven_flash_v2_5": Model((*SPOKEN_BY_MOST, "hu", "no", "vi"), 40_000, takes_language=True),
    "eleven_turbo_v2_5": Model((*SPOKEN_BY_MOST, "hu", "no", "vi"), 40_000, takes_language=True),
    "eleven_flash_v2": Model(("en-US",), 30_000, takes_language=False),
    "eleven_turbo_v2": Model(("en-US",), 30_000, takes_language=False),
    "eleven_monolingual_v1": Model(("en-US",), 10_000, takes_language=False),
}
UNKNOWN_MODEL = Model(SPOKEN_BY_MOST, 5_000, takes_language=False)
USUAL = {
    "EXAVITQu4vr4xnSDxMaL": ("Sarah", "en-US", Gender.FEMALE),
    "JBFqnCBsd6RMkjVDRZzb": ("George", "en-GB", Gender.MALE),
    "Xb7hH8MSUJpSbSDYk0k2": ("Alice", "en-GB", Gender.FEMALE),
    "onwK4e9ZLuTAKqWW03F9": ("Daniel", "en-GB", Gender.MALE),
    "cgSgspJ2msm6clMCkdW9": ("Jessica", "en-US", Gender.FEMALE),
    "nPczCjzI2devNBz1zQrb": ("Brian", "en-US", Gender.MALE),
}
REGIONS = {"american": "US", "british": "GB", "australian": "AU", "irish": "IE", "indian": "IN"}


class ElevenLabsOptions(Options):
    """What is not set is as the voice's owner has set it there."""

    stability: float | None = Field(None, ge=0, le=1)
    similarity_boost: float | None = Field(None, ge=0, le=1)
    style: float | None = Field(None, ge=0, le=1)
    use_speaker_boost: bool | None = None


def open_provider(settings: ProviderSettings) -> "ElevenLabsEngine":
    return ElevenLabsEngine(settings)


class ElevenLabsEngine(RemoteEngine):
    def __init__(self, settings: ProviderSettings) -> None:
        require_key(settings)
        self._options = options_of(settings, ElevenLabsOptions)
        self._model_id = settings.model or MODEL
        self._model = MODELS.get(self._model_id, UNKNOWN_MODEL)
        self.usual_voices = [Voice(id, *told, settings.name) for id, told in USUAL.items()]
        super().__init__(settings)

    @property
    def capabilities(self) -> Capabilities:
        return self.able(
            native_speeds=SPEEDS,
            max_characters=min(self._model.most_characters, 5_000),
            languages=self._model.languages,
        )

    def server(self) -> Server:
        return Server(self.settings, url=self.settings.url or URL, headers={"xi-api-key": self.settings.key})

    def spoken(self, request: PassageRequest, voice: str) -> Generator[Block, None, None]:
        call = Call(
            f"/v1/text-to-speech/{quote(voice, safe='')}/stream",
            json=self._body(request),
            query={"output_format": FORMAT},
        )
        with self._server.asked(call) as answer:
            yield from from_pcm(sound_of(answer, name=self.name), name=self.name)

    def listed(self, server: Server) -> Sequence[Voice]:
        voices: list[Voice] = []
        query = {"page_size": str(PAGE_VOICES)}
        for _ in range(MOST_PAGES):
            page = server.object(Call("/v2/voices", query=query), most_bytes=MOST_LIST_BYTES)
            found = page if isinstance(page, dict) else {}
            voices += [_voice(told, self.settings) for told in objects(found.get("voices"))]
            following = text_of(found.get("next_page_token"))
            if not (found.get("has_more") and following):
                break
            query = {**query, "next_page_token": following}
        return voices

    def _body(self, request: PassageRequest) -> dict[str, object]:
        speed = request.speed if request.speed != 1.0 else None
        voice = only_set({**self._options.model_dump(), "speed": speed})
        takes_language = self._model.takes_language and request.language
        return only_set(
            {
                "text": request.text,
                "model_id": self._model_id,
                "voice_settings": voice or None,
                "language_code": _code(request.language or "") if takes_language else None,
                "seed": request.seed,
            }
        )


def _code(language: str) -> str:
    """ISO 639-1, as they write it."""
    return {"cmn": "zh", "nb": "no", "tl": "fil"}.get(primary(language), primary(language))


def _voice(told: Mapping[str, Any], settings: ProviderSettings) -> Voice:
    labels = told.get("labels")
    labels = labels if isinstance(labels, dict) else {}
    return Voice(
        text_of(told.get("voice_id")),
        text_of(told.get("name")),
        _language(told, labels, settings),
        gender_of(labels.get("gender")),
        settings.name,
    )


def _language(told: Mapping[str, Any], labels: Mapping[str, Any], settings: ProviderSettings) -> str:
    """Its own, with its region where that is told."""
    verified = objects(told.get("verified_languages"))
    own = text_of(labels.get("language")) or next((text_of(each.get("language")) for each in verified), "")
    locales = [text_of(each.get("locale")) for each in verified if each.get("language") == own]
    locale = next(filter(None, locales), "")
    region = REGIONS.get(text_of(labels.get("accent")).lower())
    if not locale and region and own in ("", "en"):
        locale = f"en-{region}"
    return language_of(locale or own or None, settings)
