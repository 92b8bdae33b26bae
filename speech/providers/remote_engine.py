"""What all services have in common: a server, a list of voices, and passages that go there and come back as
sound. Retries, rests and others that speak instead are not known in here.
"""

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace

import numpy as np

from speech.engines.base import Block, Capabilities, OnWord, PassageRequest, Voice
from speech.engines.checks import check_request
from speech.engines.errors import EngineUnavailable, UnknownVoice, UnsupportedLanguage
from speech.engines.languages import canonical_tag, primary
from speech.engines.stretching import split_speed, stretch
from speech.providers.http import Server
from speech.providers.keys import require_plain_key
from speech.providers.settings import ProviderSettings
from speech.providers.sound import bounded, longest_seconds
from speech.providers.voice_lists import Known, VoiceList
from speech.text.planning import LEAST_MAXIMUM

RATE_HZ = 24_000
# Sentences go together: each request costs a way there and back, and a voice reads on with more of the text.
WANTED_CHARACTERS = 300
SENT_ELSEWHERE = "The text is sent to another server."


class RemoteEngine(ABC):
    """One service as an engine. A kind says where it is, what it can, and what is asked of it."""

    usual_voices: Sequence[Voice] = ()
    has_voice_list = True

    def __init__(self, settings: ProviderSettings) -> None:
        require_plain_key(settings.name, settings.key, settings.key_env)
        self.settings, self.name = settings, settings.name
        self._server = self.server()
        usual = [replace(voice, engine=settings.name) for voice in self.usual_voices]
        self._list = VoiceList(settings, usual, self._voices_there if self.has_voice_list else None)

    @abstractmethod
    def server(self) -> Server:
        """Closed; one of its own for each use."""

    @abstractmethod
    def listed(self, server: Server) -> Sequence[Voice]:
        """The voices that the service says it has."""

    @abstractmethod
    def spoken(self, request: PassageRequest, voice: str) -> Generator[Block, None, None]:
        """As the service speaks it, at a speed that it can."""

    @property
    @abstractmethod
    def capabilities(self) -> Capabilities: ...

    @property
    def voices(self) -> Sequence[Voice]:
        return self.known.voices

    @property
    def known(self) -> Known:
        return self._list.known()

    def refresh_voices(self) -> Sequence[Voice]:
        """Asks the service now. Raises `ProviderFailed`."""
        return self._list.refresh().voices

    def sample_rate_hz(self, voice: str) -> int:
        return RATE_HZ

    def validate(self, request: PassageRequest) -> None:
        check_request(request, self.capabilities)
        known = self.known.by_id
        if request.voice not in known:
            raise UnknownVoice(request.voice, list(known))
        language = known[request.voice].language
        is_its_own = request.language is None or primary(request.language) == primary(language)
        if not is_its_own and not self.speaks_all(request.voice):
            raise UnsupportedLanguage(request.language or "", [language])

    def speaks_all(self, voice: str) -> bool:
        """Whether a voice speaks every language that the engine has."""
        return True

    def load(self) -> None:
        self._server.open()

    def unload(self) -> None:
        self._server.close()

    def synthesize(self, request: PassageRequest, *, on_word: OnWord | None = None) -> Iterator[Block]:
        voice = self.settings.voices.get(request.voice, request.voice)
        speed, factor = split_speed(request.speed, self.capabilities.native_speeds)
        rate_hz = self.sample_rate_hz(request.voice)
        # Closed here, whatever happens: a connection must not stay open as long as an error is looked at.
        with closing(self.spoken(replace(request, speed=speed), voice)) as sound:
            blocks = bounded(sound, rate_hz=rate_hz, seconds=longest_seconds(request), name=self.name)
            if factor == 1.0:
                yield from blocks
            else:
                yield stretch(np.concatenate(list(blocks)), factor, rate_hz=rate_hz)

    def able(
        self,
        *,
        native_speeds: tuple[float, float],
        max_characters: int,
        languages: Sequence[str] = (),
        has_streaming: bool = True,
        follows_instructions: bool = False,
        notes: Sequence[str] = (),
    ) -> Capabilities:
        settings = self.settings
        spoken = settings.languages or languages or self.known.languages
        most = max(LEAST_MAXIMUM, min(settings.max_characters or max_characters, max_characters))
        return Capabilities(
            languages=tuple(dict.fromkeys(canonical_tag(tag) for tag in spoken)),
            speeds=settings.speeds,
            native_speeds=native_speeds,
            max_characters_per_passage=most,
            wanted_characters_per_passage=min(WANTED_CHARACTERS, most),
            turns_at_once=settings.at_once,
            has_streaming=has_streaming,
            follows_instructions=follows_instructions,
            is_remote=True,
            notes=(SENT_ELSEWHERE, *notes),
        )

    def _voices_there(self) -> Sequence[Voice]:
        with self.server() as server:
            return self.listed(server)


def require_key(settings: ProviderSettings) -> None:
    if not settings.key:
        raise EngineUnavailable(
            settings.name,
            reason="its key is missing",
            what_to_do=f"Name the variable that holds it as key_env in [providers.{settings.name}].",
        )


def only_set(given: Mapping[str, object | None]) -> dict[str, object]:
    """Without what was not set."""
    return {name: value for name, value in given.items() if value is not None}
