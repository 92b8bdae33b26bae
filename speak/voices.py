# ruff: noqa: RUF001 - sentences in many scripts
"""The voices to choose from, under names that people know, and a sentence to hear each by."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from django.conf import settings

from common.running_ahead import RunningAhead
from speech import catalogue
from speech.catalogue import engine_named, engine_title, engines
from speech.engines.base import SpeechEngine, Voice
from speech.engines.languages import canonical_tag, primary
from speech.engines.registry import EngineState
from speech.refusals import refusals_told
from speech.requests import Wish, resolve
from speech.speaking import begin

# Where espeak's own name for a language is not what people call it.
LANGUAGE_NAMES = {
    "en-US": "English (United States)",
    "en-GB": "English (Britain)",
    "es": "Spanish",
    "es-419": "Spanish (Latin America)",
    "fr-FR": "French",
    "it": "Italian",
    "pt": "Portuguese (Portugal)",
    "pt-BR": "Portuguese (Brazil)",
    "hi": "Hindi",
    "ja": "Japanese",
    "cmn": "Chinese (Mandarin)",
}
SAMPLES = {
    "ar": "مرحباً، هكذا يبدو صوتي عندما أقرأ لك.",
    "cmn": "你好，这就是我朗读时的声音。",
    "cs": "Dobrý den, takhle zním, když čtu nahlas.",
    "da": "Hej, sådan lyder jeg, når jeg læser højt.",
    "de": "Hallo, so klinge ich, wenn ich vorlese.",
    "el": "Γεια σας, έτσι ακούγομαι όταν διαβάζω.",
    "en": "Hello, this is how I sound when I read to you.",
    "es": "Hola, así sueno cuando leo en voz alta.",
    "fi": "Hei, tältä kuulostan, kun luen ääneen.",
    "fr": "Bonjour, voici ma voix quand je lis.",
    "hi": "नमस्ते, पढ़ते समय मेरी आवाज़ ऐसी लगती है।",
    "hu": "Jó napot, így hangzom, amikor felolvasok.",
    "it": "Ciao, ecco come suona la mia voce quando leggo.",
    "ja": "こんにちは、わたしはこんなこえでよみます。",
    "ko": "안녕하세요, 제가 읽을 때의 목소리입니다.",
    "nb": "Hei, slik høres jeg ut når jeg leser høyt.",
    "nl": "Hallo, zo klink ik als ik voorlees.",
    "pl": "Dzień dobry, tak brzmię, kiedy czytam.",
    "pt": "Olá, é assim que soa a minha voz quando leio.",
    "ro": "Bună, așa sună vocea mea când citesc.",
    "ru": "Здравствуйте, вот так звучит мой голос.",
    "sv": "Hej, så här låter jag när jag läser högt.",
    "tr": "Merhaba, okurken sesim böyle duyuluyor.",
    "uk": "Вітаю, ось так звучить мій голос.",
    "vi": "Xin chào, đây là giọng đọc của tôi.",
}
ANY_LANGUAGE = "1, 2, 3, 4, 5."  # every voice can count


@dataclass(frozen=True)
class VoiceChoice:
    engine: str
    voice: str
    name: str
    language: str
    language_name: str
    gender: str

    @property
    def value(self) -> str:
        """As the form sends it."""
        return f"{self.engine}/{self.voice}"

    @property
    def engine_title(self) -> str:
        return engine_title(self.engine)

    @property
    def label(self) -> str:
        return " · ".join(part for part in (self.name, self.gender) if part)


@dataclass(frozen=True)
class VoiceGroup:
    label: str
    voices: Sequence[VoiceChoice]


def voice_groups() -> list[VoiceGroup]:
    """By engine, the best first, and by language."""
    return [
        VoiceGroup(label, list(voices))
        for label, voices in groupby(voice_choices(), lambda choice: _group_of(choice))
    ]


def voice_choices() -> list[VoiceChoice]:
    return [choice for engine in engines() for choice in _choices_of(engine)]


def language_choices() -> list[tuple[str, str]]:
    """Every language that some voice speaks, by its name."""
    tags = {canonical_tag(tag) for engine in engines() for tag in engine.capabilities.languages}
    return sorted(((tag, language_name(tag)) for tag in tags), key=lambda choice: choice[1].casefold())


def language_name(tag: str) -> str:
    names = _language_names()
    tag = canonical_tag(tag)
    return LANGUAGE_NAMES.get(tag) or names.get(tag) or names.get(primary(tag)) or tag


def missing_engines() -> list[EngineState]:
    return [state for state in catalogue.registry().states() if not state.is_available]


def default_choice() -> str:
    """The voice that the operator named, else the first there is."""
    values = [(choice.voice, choice.value) for choice in voice_choices()]
    named = dict(values).get(settings.CONFIG.default_voice)
    return named or (values[0][1] if values else "")


def voice_title(engine: str, voice: str) -> str:
    """`Heart`, or the recipe of a blend as it is."""
    return _titles_of(engine).get(voice, voice)


def sample(*, user: Any, engine: str, voice: str) -> bytes:
    """A short sentence in the voice's own language, as MP3."""
    known = {choice.voice: choice.language for choice in _choices_of(engine_named(engine))}
    language = known.get(voice, "en-US")
    text = SAMPLES.get(primary(language), ANY_LANGUAGE)
    spoken = resolve(Wish(text=text, model=engine, voice=voice), user=user)
    with refusals_told():
        chunks = RunningAhead(begin(spoken, owner=user).encoded("mp3"), owner=str(user.pk))
        return b"".join(chunks)


def _choices_of(engine: SpeechEngine) -> list[VoiceChoice]:
    choices = [_choice(voice) for voice in engine.voices]
    return sorted(choices, key=_order)


def _choice(voice: Voice) -> VoiceChoice:
    return VoiceChoice(
        engine=voice.engine,
        voice=voice.id,
        name=voice.name,
        language=canonical_tag(voice.language),
        language_name=language_name(voice.language),
        gender=voice.gender.value if voice.gender else "",
    )


def _order(choice: VoiceChoice) -> tuple[bool, bool, str, str]:
    """English first: it is what most voices speak."""
    is_english = primary(choice.language) == "en"
    return choice.language != "en-US", not is_english, choice.language_name.casefold(), choice.name.casefold()


def _group_of(choice: VoiceChoice) -> str:
    if choice.engine == "espeak":  # a voice of its own for each language
        return choice.engine_title
    return f"{choice.engine_title}: {choice.language_name}"


def _titles_of(engine: str) -> dict[str, str]:
    return next(
        ({voice.id: voice.name for voice in found.voices} for found in engines() if found.name == engine), {}
    )


@cache
def _language_names() -> dict[str, str]:
    """As espeak calls them, which speaks more of them than any other."""
    espeak = next((engine for engine in engines() if engine.name == "espeak"), None)
    return {canonical_tag(voice.language): voice.name for voice in espeak.voices} if espeak else {}
