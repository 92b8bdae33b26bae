"""Azure Speech, over its REST doors: a passage as SSML, its sound as bare samples."""

import re
from collections.abc import Generator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from speech.engines.base import Block, Capabilities, Gender, PassageRequest, Voice
from speech.engines.errors import EngineUnavailable
from speech.engines.languages import primary
from speech.providers.http import Call, Server
from speech.providers.options import Options, options_of
from speech.providers.remote_engine import RemoteEngine, require_key
from speech.providers.settings import ProviderSettings
from speech.providers.sound import from_pcm, sound_of
from speech.providers.told import gender_of, language_of, objects, text_of

URL = "https://{region}.tts.speech.microsoft.com"
FORMAT = "raw-24khz-16bit-mono-pcm"
SPEEDS = (0.5, 2.0)
# An answer ends after ten minutes, which is what so many characters take at half the speed.
MOST_CHARACTERS = 3_000
MOST_LIST_BYTES = 16 * 1024 * 1024
MULTILINGUAL = "Multilingual"
USUAL = {
    "en-US-AriaNeural": Gender.FEMALE, "en-US-JennyNeural": Gender.FEMALE, "en-US-GuyNeural": Gender.MALE,
    "en-GB-SoniaNeural": Gender.FEMALE, "en-GB-RyanNeural": Gender.MALE, "fi-FI-NooraNeural": Gender.FEMALE,
    "fi-FI-HarriNeural": Gender.MALE, "sv-SE-SofieNeural": Gender.FEMALE, "de-DE-KatjaNeural": Gender.FEMALE,
    "de-DE-ConradNeural": Gender.MALE, "fr-FR-DeniseNeural": Gender.FEMALE, "fr-FR-HenriNeural": Gender.MALE,
    "es-ES-ElviraNeural": Gender.FEMALE, "es-ES-AlvaroNeural": Gender.MALE, "it-IT-ElsaNeural": Gender.FEMALE,
    "pt-BR-FranciscaNeural": Gender.FEMALE, "ja-JP-NanamiNeural": Gender.FEMALE,
    "zh-CN-XiaoxiaoNeural": Gender.FEMALE,
}  # fmt: skip
# What XML can't hold, not even escaped.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def open_provider(settings: ProviderSettings) -> "AzureEngine":
    return AzureEngine(settings)


class AzureEngine(RemoteEngine):
    def __init__(self, settings: ProviderSettings) -> None:
        require_key(settings)
        options_of(settings, Options)
        self._url = settings.url or _url_of(settings)
        self.usual_voices = [
            Voice(name, _shown(name), language_of(_locale(name), settings), gender, settings.name)
            for name, gender in USUAL.items()
        ]
        super().__init__(settings)

    @property
    def capabilities(self) -> Capabilities:
        return self.able(native_speeds=SPEEDS, max_characters=MOST_CHARACTERS)

    def speaks_all(self, voice: str) -> bool:
        return MULTILINGUAL in self.settings.voices.get(voice, voice)

    def server(self) -> Server:
        return Server(
            self.settings,
            url=self._url,
            headers={"Ocp-Apim-Subscription-Key": self.settings.key, "User-Agent": "voicesite"},
        )

    def spoken(self, request: PassageRequest, voice: str) -> Generator[Block, None, None]:
        known = self.known.by_id
        own = known[request.voice].language if request.voice in known else _locale(voice)
        call = Call(
            "/cognitiveservices/v1",
            content=ssml(request, voice=voice, own_language=own).encode(),
            headers={"Content-Type": "application/ssml+xml", "X-Microsoft-OutputFormat": FORMAT},
        )
        with self._server.asked(call) as answer:
            yield from from_pcm(sound_of(answer, name=self.name), name=self.name)

    def listed(self, server: Server) -> Sequence[Voice]:
        found = server.object(Call("/cognitiveservices/voices/list"), most_bytes=MOST_LIST_BYTES)
        return [_voice(told, self.settings) for told in objects(found)]


def ssml(request: PassageRequest, *, voice: str, own_language: str) -> str:
    """The voice speaks its own language; one that has several is told where it is another."""
    said = escape(FORBIDDEN.sub(" ", request.text))
    language = request.language or own_language
    if primary(language) != primary(own_language):
        said = f"<lang xml:lang={quoteattr(language)}>{said}</lang>"
    if request.speed != 1.0:
        said = f'<prosody rate="{request.speed:.3f}">{said}</prosody>'
    return (
        '<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" '
        f"xml:lang={quoteattr(own_language)}><voice name={quoteattr(voice)}>{said}</voice></speak>"
    )


def _url_of(settings: ProviderSettings) -> str:
    if not settings.region:
        raise EngineUnavailable(
            settings.name,
            reason="nobody has said in which region it is",
            what_to_do=f'Set region = "westeurope" or another one in [providers.{settings.name}].',
        )
    return URL.format(region=settings.region)


def _voice(told: Mapping[str, Any], settings: ProviderSettings) -> Voice:
    name = text_of(told.get("ShortName"))
    return Voice(
        name,
        text_of(told.get("DisplayName")) or _shown(name),
        language_of(told.get("Locale"), settings),
        gender_of(told.get("Gender")),
        settings.name,
    )


def _locale(name: str) -> str:
    """`zh-CN` of `zh-CN-XiaoxiaoNeural`, also of `zh-CN-liaoning-XiaobeiNeural`."""
    return "-".join(name.split("-")[:2])


def _shown(name: str) -> str:
    return name.split("-")[-1].removesuffix("Neural")
