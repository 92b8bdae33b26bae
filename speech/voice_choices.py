"""The voices to choose from, under names that people know."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from django.conf import settings

from speech import catalogue
from speech.catalogue import engine_title, engines
from speech.engines.base import SpeechEngine, Voice
from speech.engines.errors import EngineError
from speech.engines.kokoro_voices import parse_blend
from speech.engines.languages import canonical_tag, primary
from speech.engines.registry import EngineState
from speech.own_voices.listing import imitated_voices
from speech.own_voices.models import OwnVoice

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


@dataclass(frozen=True)
class VoiceChoice:
    engine: str
    voice: str
    name: str
    language: str
    language_name: str
    gender: str
    has_blends: bool = False  # its engine mixes voices
    is_own: bool = False  # the person brought it, and its engine imitates it

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


def voice_groups(user: Any = None) -> list[VoiceGroup]:
    """The person's own, then by engine, the best first, and by language."""
    return [
        VoiceGroup(label, list(voices))
        for label, voices in groupby(voice_choices(user), lambda choice: _group_of(choice))
    ]


def voice_groups_with(chosen: str, *, user: Any = None) -> list[VoiceGroup]:
    """The same, and the chosen voice where it is not on this machine: what is set to it stays so."""
    groups = voice_groups(user)
    engine, _, voice = chosen.partition("/")
    is_listed = any(choice.value == chosen for group in groups for choice in group.voices)
    if is_listed or not voice or engine not in catalogue.engine_names():
        return groups
    absent = VoiceChoice(engine, voice, voice_title(engine, voice), "", "not on this machine", "")
    return [*groups, VoiceGroup(f"{engine_title(engine)}: not on this machine", [absent])]


def voice_choices(user: Any = None) -> list[VoiceChoice]:
    """Everybody's, and before them those that this person brought."""
    own = [_own_choice(engine, voice) for engine, voice in imitated_voices(user)]
    return own + [choice for engine in engines() for choice in _choices_of(engine)]


def language_choices() -> list[tuple[str, str]]:
    """Every language that some voice speaks, by its name."""
    return named_languages(
        {canonical_tag(tag) for engine in engines() for tag in engine.capabilities.languages}
    )


def named_languages(tags: Iterable[str]) -> list[tuple[str, str]]:
    """By their names."""
    return sorted(((tag, language_name(tag)) for tag in tags), key=lambda choice: choice[1].casefold())


def language_name(tag: str) -> str:
    names = _language_names()
    tag = canonical_tag(tag)
    known = ((table, at) for at in (tag, primary(tag)) for table in (LANGUAGE_NAMES, names))
    return next((table[at] for table, at in known if table.get(at)), tag)


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


def language_of_voice(engine: str, voice: str) -> str:
    return next(
        (choice.language for choice in voice_choices() if (choice.engine, choice.voice) == (engine, voice)),
        "",
    )


def blend_title(engine: str, recipe: str) -> str:
    """`Heart 60 %, Adam 40 %`; the recipe as it is where its voices are not known."""
    titles = _titles_of(engine)
    try:
        parts = parse_blend(recipe, titles)
    except EngineError:
        return recipe
    shares = _percents([part.weight for part in parts])
    named = zip(parts, shares, strict=True)
    return ", ".join(f"{titles[part.name]} {share}\N{NO-BREAK SPACE}%" for part, share in named)


def _percents(weights: Sequence[float]) -> list[int]:
    """Whole, and together 100: what is lost by rounding goes to those that lose most of it."""
    exact = [round(100 * weight / sum(weights), 6) for weight in weights]
    missing = 100 - sum(map(int, exact))
    most_lost = sorted(range(len(exact)), key=lambda at: (int(exact[at]) - exact[at], at))[:missing]
    return [int(share) + (at in most_lost) for at, share in enumerate(exact)]


def matching(
    choices: Iterable[VoiceChoice], *, q: str = "", engine: str = "", language: str = "", gender: str = ""
) -> list[VoiceChoice]:
    """Every word of `q` is in the name, the language, the gender or the engine, in any case."""
    words = _bare(q).split()
    return [
        choice
        for choice in choices
        if engine in ("", choice.engine)
        and language in ("", choice.language)
        and gender in ("", choice.gender)
        and all(_is_said(word, choice) for word in words)
    ]


def _is_said(word: str, choice: VoiceChoice) -> bool:
    if len(word) > 2 and choice.gender.startswith(word):
        return True
    said = f"{choice.name} {choice.value} {choice.language_name} {choice.engine_title}"
    return word in _bare(said)


def _bare(text: str) -> str:
    """Without case and accents."""
    parted = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in parted if not unicodedata.combining(sign))


def _choices_of(engine: SpeechEngine) -> list[VoiceChoice]:
    choices = [_choice(voice, engine) for voice in engine.voices]
    return sorted(choices, key=_order)


def _choice(voice: Voice, engine: SpeechEngine) -> VoiceChoice:
    return VoiceChoice(
        engine=voice.engine,
        voice=voice.id,
        name=voice.name,
        language=canonical_tag(voice.language),
        language_name=language_name(voice.language),
        gender=voice.gender.value if voice.gender else "",
        has_blends=engine.capabilities.has_blends,
    )


def _own_choice(engine: SpeechEngine, voice: OwnVoice) -> VoiceChoice:
    return VoiceChoice(
        engine=engine.name,
        voice=str(voice.pk),
        name=voice.name,
        language=canonical_tag(voice.language) if voice.language else "",
        language_name=language_name(voice.language) if voice.language else "",
        gender="",
        is_own=True,
    )


def _order(choice: VoiceChoice) -> tuple[bool, bool, str, str]:
    """English first: it is what most voices speak."""
    is_english = primary(choice.language) == "en"
    return choice.language != "en-US", not is_english, choice.language_name.casefold(), choice.name.casefold()


def _group_of(choice: VoiceChoice) -> str:
    if choice.is_own:
        return f"Own voices, imitated by {choice.engine_title}"
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
