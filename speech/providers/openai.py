"""OpenAI's `audio/speech`, and every server that has the same door: another voicesite, Kokoro-FastAPI,
Chatterbox, AllTalk, LocalAI, vLLM.
"""

import json
from collections.abc import Generator, Mapping, Sequence
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from speech.engines.base import Block, Capabilities, Gender, PassageRequest, Voice
from speech.providers.failures import FailureKind, ProviderFailed
from speech.providers.http import Call, Server
from speech.providers.options import Options, options_of
from speech.providers.refusals import NOT_THERE
from speech.providers.remote_engine import RATE_HZ, RemoteEngine, only_set
from speech.providers.settings import ProviderSettings
from speech.providers.sound import from_file, from_pcm, sound_of
from speech.providers.told import gender_of, language_of, objects, text_of

URL = "https://api.openai.com/v1"
MODEL = "gpt-4o-mini-tts"
MOST_CHARACTERS = 4_096
# Models that are told how to speak count tokens, 2,000 of them: in some scripts each sign is one.
MOST_CHARACTERS_INSTRUCTED = 1_800
SPEEDS = (0.25, 4.0)
MOST_LIST_BYTES = 4 * 1024 * 1024

F, M = Gender.FEMALE, Gender.MALE
NAMES: Mapping[str, Gender | None] = {
    "alloy": F, "ash": M, "ballad": M, "cedar": M, "coral": F, "echo": M, "fable": M,
    "marin": F, "nova": F, "onyx": M, "sage": F, "shimmer": F, "verse": M,
}  # fmt: skip
# Those that came with the models that take instructions.
NEW_NAMES = frozenset({"ballad", "cedar", "marin", "verse"})
LANGUAGES = (
    "en-US", "af", "ar", "az", "be", "bg", "bs", "ca", "cs", "cy", "da", "de", "el", "es", "et", "fa", "fi",
    "fr", "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "kk", "kn", "ko", "lt", "lv", "mi",
    "mk", "mr", "ms", "ne", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "sw", "ta", "th",
    "tl", "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip


class OpenAIOptions(Options):
    format: Literal["pcm", "wav", "mp3", "flac", "opus"] = "pcm"
    # Of bare samples as they come, and of all else as it is given on.
    sample_rate_hz: int = Field(RATE_HZ, ge=8_000, le=48_000)
    # What the server's own `speed` can do; [1, 1] for one that ignores it. None: as OpenAI's models.
    native_speeds: tuple[float, float] | None = None
    follows_instructions: bool | None = None  # None: as OpenAI's models
    language_field: str = ""  # in which the language is told: "language" at a voicesite
    seed_field: str = ""
    lists_voices: bool = True  # asks for `audio/voices`
    extra: dict[str, Any] = Field(default_factory=dict)  # goes along with every request

    @field_validator("native_speeds")
    @classmethod
    def _around_the_usual(cls, speeds: tuple[float, float] | None) -> tuple[float, float] | None:
        if speeds and not 0 < speeds[0] <= 1 <= speeds[1]:
            raise ValueError("must be its slowest and its fastest, with 1 between them")
        return speeds

    @field_validator("extra")
    @classmethod
    def _fit_for_json(cls, extra: dict[str, Any]) -> dict[str, Any]:
        """TOML has dates and numbers without end; a request has not."""
        try:
            json.dumps(extra, allow_nan=False, ensure_ascii=False).encode()
        except (TypeError, ValueError) as error:
            raise ValueError("must hold only what JSON can") from error
        return extra


def open_provider(settings: ProviderSettings) -> "OpenAIEngine":
    return OpenAIEngine(settings)


class OpenAIEngine(RemoteEngine):
    def __init__(self, settings: ProviderSettings) -> None:
        self._options = options_of(settings, OpenAIOptions)
        self._url = settings.url or URL
        self._model = settings.model or MODEL
        self._is_theirs = urlsplit(self._url).hostname == urlsplit(URL).hostname
        self.has_voice_list = self._options.lists_voices and not self._is_theirs
        self.usual_voices = [
            Voice(name, name.title(), "en-US", gender, settings.name)
            for name, gender in NAMES.items()
            if self._is_instructed or name not in NEW_NAMES
        ]
        super().__init__(settings)

    @property
    def capabilities(self) -> Capabilities:
        instructed = self._is_instructed
        follows = self._options.follows_instructions
        return self.able(
            # The models that take instructions take a speed, too, and speak at their own.
            native_speeds=self._options.native_speeds or ((1.0, 1.0) if instructed else SPEEDS),
            max_characters=MOST_CHARACTERS_INSTRUCTED if instructed else MOST_CHARACTERS,
            languages=LANGUAGES if self._is_theirs else (),
            follows_instructions=instructed if follows is None else follows,
        )

    def sample_rate_hz(self, voice: str) -> int:
        return self._options.sample_rate_hz

    def speaks_all(self, voice: str) -> bool:
        """OpenAI's do, and those of whom nobody says what they speak; else a list says it of each."""
        return self._is_theirs or bool(self.settings.languages) or self.known.fetched_at is None

    def server(self) -> Server:
        key = self.settings.key
        return Server(self.settings, url=self._url, headers={"Authorization": f"Bearer {key}"} if key else {})

    def spoken(self, request: PassageRequest, voice: str) -> Generator[Block, None, None]:
        with self._server.asked(Call("/audio/speech", json=self._body(request, voice))) as answer:
            pieces = sound_of(answer, name=self.name)
            if self._options.format == "pcm":
                yield from from_pcm(pieces, name=self.name, content_type=answer.content_type)
            else:
                yield from from_file(pieces, rate_hz=self._options.sample_rate_hz, name=self.name)

    def listed(self, server: Server) -> Sequence[Voice]:
        try:
            found = server.object(Call("/audio/voices"), most_bytes=MOST_LIST_BYTES)
        except ProviderFailed as failure:
            if failure.kind is FailureKind.BAD_REQUEST or failure.status in NOT_THERE:
                return self.usual_voices  # it has no such door: then what is known stays
            raise
        return voices_in(found, self.settings, model=self._model) or self.usual_voices

    @property
    def _is_instructed(self) -> bool:
        return self._model.startswith("gpt-")

    def _body(self, request: PassageRequest, voice: str) -> dict[str, object]:
        options = self._options
        follows = self.capabilities.follows_instructions
        told = {
            "model": self._model,
            "input": request.text,
            "voice": voice,
            "response_format": options.format,
            "speed": request.speed if request.speed != 1.0 else None,
            "instructions": (request.instructions or None) if follows else None,
            options.language_field: request.language if options.language_field else None,
            options.seed_field: request.seed if options.seed_field else None,
        }
        return only_set(told) | options.extra


def voices_in(answer: Any, settings: ProviderSettings, *, model: str) -> list[Voice]:
    """`["a", ...]`, `{"voices": ["a", ...]}` or `{"voices": [{"id": "a", "name": "A"}, ...]}`."""
    listed = answer.get("voices") if isinstance(answer, dict) else answer
    told = [{"id": each} if isinstance(each, str) else each for each in objects(listed, or_text=True)]
    named = [each for each in told if isinstance(_id(each), str)]
    # A voicesite lists other names of the same voices, and those of its other models.
    ours = [each for each in named if each.get("model") == model] or named
    return [_voice(each, settings) for each in ours if not each.get("alias_of")]


def _id(told: Mapping[str, Any]) -> Any:
    return told.get("id") or told.get("voice_id") or told.get("name")


def _voice(told: Mapping[str, Any], settings: ProviderSettings) -> Voice:
    language = language_of(told.get("language"), settings)
    return Voice(_id(told), text_of(told.get("name")), language, gender_of(told.get("gender")), settings.name)
