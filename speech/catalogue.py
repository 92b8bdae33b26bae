"""The models and voices that can be asked for, by every name they have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from common.errors import InvalidInput, NotFound
from speech.engine_pool import registry, usual_engine
from speech.engines.base import Gender, PassageRequest, SpeechEngine, Voice
from speech.engines.errors import EngineError
from speech.engines.known import ENGINES
from speech.engines.kokoro_voices import parse_blend
from speech.engines.languages import canonical_tag, covers, primary
from speech.providers.research.loading import is_path
from speech.refusals import refusals_told

# The names every program for the well-known API may send: always a voice, whatever the model.
WELL_KNOWN_VOICES: Mapping[str, tuple[str, Gender]] = {
    "alloy": ("af_alloy", Gender.FEMALE),
    "ash": ("am_adam", Gender.MALE),
    "ballad": ("bm_george", Gender.MALE),
    "coral": ("af_bella", Gender.FEMALE),
    "echo": ("am_echo", Gender.MALE),
    "fable": ("bm_fable", Gender.MALE),
    "onyx": ("am_onyx", Gender.MALE),
    "nova": ("af_nova", Gender.FEMALE),
    "sage": ("af_sarah", Gender.FEMALE),
    "shimmer": ("af_sky", Gender.FEMALE),
    "verse": ("am_puck", Gender.MALE),
    "marin": ("af_heart", Gender.FEMALE),
    "cedar": ("am_michael", Gender.MALE),
}
WELL_KNOWN_LANGUAGE = "en-US"
MODEL_NAME_CHARACTERS = 100  # that the history holds of what was asked for
TITLES = {"kokoro": "Kokoro", "piper": "Piper", "espeak": "eSpeak NG"}


@dataclass(frozen=True)
class VoiceName:
    """A name that can be asked for: a voice's own, or one that stands for a voice or a blend."""

    id: str
    title: str
    language: str
    gender: Gender | None
    engine: str
    alias_of: str | None = None


@dataclass(frozen=True)
class SpeechModel:
    id: str
    engine: str


def engine_title(name: str) -> str:
    provider = settings.CONFIG.providers.get(name)
    return (provider and provider.title) or TITLES.get(name, name)


def engines() -> list[SpeechEngine]:
    """Those that can speak on this machine."""
    return [state.engine for state in registry().states() if state.engine is not None]


def engine_names() -> tuple[str, ...]:
    """Also those that are not on this machine."""
    return tuple(registry().names)


def engine_if_here(name: str) -> SpeechEngine | None:
    return next((engine for engine in engines() if engine.name == name), None)


def is_missing_provider(name: str) -> bool:
    """Whether the settings want it, and it can't be had: its key is missing, or its package."""
    provider = settings.CONFIG.providers.get(name)
    is_wanted = provider is not None and provider.enabled and name not in ENGINES
    return is_wanted and engine_if_here(name) is None


def speech_models() -> list[SpeechModel]:
    """Engines that can speak, and the other names they go by."""
    here = [engine.name for engine in engines()]
    names = _providers_models(here) | settings.CONFIG.model_aliases | {name: name for name in here}
    ordered = dict.fromkeys([*here, *settings.CONFIG.model_aliases, *names])
    return [SpeechModel(name, names[name]) for name in ordered if names[name] in here]


def _providers_models(here: Sequence[str]) -> dict[str, str]:
    """What providers call their models, and who has it: of several the first that is here, else the first."""
    order = sorted(registry().names, key=lambda name: name not in here)
    found: dict[str, str] = {}
    for name in order:
        provider = settings.CONFIG.providers.get(name)
        if provider and _is_name(provider.model):
            found.setdefault(provider.model, name)
    return found


def _is_name(model: str) -> bool:
    """Where a model lies is nobody's name."""
    return 0 < len(model) <= MODEL_NAME_CHARACTERS and not is_path(model)


def speech_model(model_id: str) -> SpeechModel:
    """Also one whose engine is not on this machine: speaking then says what is missing."""
    engine = settings.CONFIG.model_aliases.get(model_id, model_id)
    if engine not in registry().names:
        engine = _providers_models([engine.name for engine in engines()]).get(engine, engine)
    if engine not in registry().names:
        known = ", ".join(model.id for model in speech_models())
        raise NotFound(
            f"The model {model_id[:80]!r} does not exist here. There are: {known}.",
            param="model",
            code="model_not_found",
        )
    return SpeechModel(model_id, engine)


def voice_names(*, model: str = "", language: str = "", gender: str = "", q: str = "") -> list[VoiceName]:
    """Every voice, and the other names there are for some; of one model, or of all."""
    asked = [engine_named(speech_model(model).engine)] if model else engines()
    usual = asked[:1] if model else engines_usual_first()[:1]
    own = [_own_name(voice) for engine in asked for voice in engine.voices]
    well_known = [_alias(engine, name) for engine in usual for name in WELL_KNOWN_VOICES]
    operators = [_alias(engine, name) for engine in asked for name in _operators_names(engine)]
    names = [*own, *filter(None, [*well_known, *operators])]
    return narrowed(names, language=language, gender=gender, q=q)


def narrowed(names: Sequence[VoiceName], *, language: str, gender: str, q: str) -> list[VoiceName]:
    return [
        name
        for name in names
        if (not language or covers(language, name.language))
        and gender in ("", name.gender)
        and q.casefold() in f"{name.id} {name.title} {name.language}".casefold()
    ]


def engines_usual_first() -> list[SpeechEngine]:
    usual = usual_engine()
    return sorted(engines(), key=lambda engine: engine.name != usual)


def _operators_names(engine: SpeechEngine) -> list[str]:
    own = {voice.id for voice in engine.voices}
    names = dict.fromkeys([*voice_aliases_of(engine.name), *settings.CONFIG.voice_aliases])
    return [name for name in names if name not in WELL_KNOWN_VOICES and name not in own]


def voice_aliases_of(engine: str) -> Mapping[str, str]:
    """An operator's names for voices of this one engine; the same name may mean a voice in others."""
    provider = settings.CONFIG.providers.get(engine)
    aliases: Mapping[str, str] = provider.voices if provider else {}
    return aliases


def _own_name(voice: Voice) -> VoiceName:
    return VoiceName(voice.id, voice.name, voice.language, voice.gender, voice.engine)


def _alias(engine: SpeechEngine, name: str) -> VoiceName | None:
    """None where this engine has nothing that the name could stand for."""
    known = {voice.id: voice for voice in engine.voices}
    try:
        voice = voice_of(engine, name)
        language = language_of(engine, voice)
    except InvalidInput:
        return None
    if voice not in known and not engine.capabilities.has_blends:
        return None
    gender = known[voice].gender if voice in known else None
    return VoiceName(name, name.title(), language, gender, engine.name, alias_of=voice)


def engine_named(name: str) -> SpeechEngine:
    with refusals_told():
        return registry().engine(name)


def voice_of(engine: SpeechEngine, name: str) -> str:
    """The engine's own name of a voice, or a blend of some. Whether it exists is the engine's to say."""
    site = settings.CONFIG
    name = voice_aliases_of(engine.name).get(name) or site.voice_aliases.get(name, name)
    own = {voice.id.casefold(): voice.id for voice in engine.voices}
    if name.casefold() in own:
        return own[name.casefold()]
    if name in WELL_KNOWN_VOICES:
        kokoros, gender = WELL_KNOWN_VOICES[name]
        return own.get(kokoros) or _stand_in(engine.voices, gender) or name
    if other := _whose(name):
        raise InvalidInput(
            f"The voice {name!r} belongs to the model {other!r}, not to {engine.name!r}.",
            param="voice",
            code="unknown_voice",
        )
    return name


def _whose(name: str) -> str | None:
    return next(
        (
            engine.name
            for engine in engines()
            if name in voice_aliases_of(engine.name) or name in [voice.id for voice in engine.voices]
        ),
        None,
    )


def is_voice(name: str) -> bool:
    """Whether it names a voice that can speak here, or a blend of some: of whichever engine."""
    if name in WELL_KNOWN_VOICES or name in settings.CONFIG.voice_aliases:
        return True
    return any(_has_voice(engine, name) for engine in engines())


def _has_voice(engine: SpeechEngine, name: str) -> bool:
    if name in voice_aliases_of(engine.name) or any(
        voice.id.casefold() == name.casefold() for voice in engine.voices
    ):
        return True
    try:
        engine.validate(PassageRequest("Hello.", name))
    except EngineError:
        return False
    return True


def language_of(engine: SpeechEngine, voice: str) -> str:
    """A voice's own; of a blend, that of the voice that weighs most."""
    languages = {known.id: known.language for known in engine.voices}
    if voice in languages:
        return languages[voice]
    if engine.capabilities.has_blends:
        with refusals_told():
            heaviest = max(parse_blend(voice, list(languages)), key=lambda part: part.weight)
        return languages[heaviest.name]
    return WELL_KNOWN_LANGUAGE


def default_voice(engine: SpeechEngine) -> str:
    chosen = settings.CONFIG.default_voice
    own = [voice.id for voice in engine.voices]
    return chosen if chosen in own else _stand_in(engine.voices, Gender.FEMALE)


def default_voice_of(engine: SpeechEngine, language: str) -> str:
    """The operator's choice where it speaks that language, else a woman's voice as everywhere here."""
    own = [voice for voice in engine.voices if voice.language == language]
    chosen = settings.CONFIG.default_voice
    return chosen if chosen in [voice.id for voice in own] else _stand_in(own, Gender.FEMALE)


def _stand_in(known: Sequence[Voice], gender: Gender) -> str:
    """American English where the engine has it, and of the gender that was meant where it has that."""

    def distance(voice: Voice) -> tuple[bool, bool, bool]:
        tag = canonical_tag(voice.language)
        is_english = primary(tag) == "en"
        return tag != WELL_KNOWN_LANGUAGE, not is_english, voice.gender not in (gender, None)

    return min(known, key=distance).id if known else ""
