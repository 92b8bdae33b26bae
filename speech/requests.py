"""From what a caller asked for to a `SpeechRequest`: names looked up, bounds checked."""

import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from common.errors import InvalidInput, NotFound
from speech.audio.formats import FORMATS
from speech.catalogue import (
    WELL_KNOWN_LANGUAGE,
    WELL_KNOWN_VOICES,
    engine_named,
    is_missing_provider,
    language_of,
    speech_model,
    voice_of,
)
from speech.effect_chains import require_effects_enabled
from speech.effects import Effect
from speech.engines.base import Reference, SpeechEngine
from speech.engines.languages import canonical_tag
from speech.lexicons.access import entries_of, lexicon_for
from speech.own_voices.imitating import (
    imitator,
    language_spoken,
    own_voice_named,
    own_voice_with,
    reference_of,
)
from speech.own_voices.models import OwnVoice
from speech.pipeline import SpeechRequest
from speech.provider_limits import require_within_limits
from speech.refusals import refusals_told
from speech.text import LexiconEntry

TITLE_CHARACTERS = 60


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a page, a program or a job asks for, typed and not yet looked up."""

    text: str
    model: str
    voice: str
    language: str = ""
    response_format: str = "mp3"
    speed: float = 1.0
    input_type: str = "text"
    lexicon_id: uuid.UUID | None = None
    seed: int | None = None
    own_voice_id: uuid.UUID | None = None  # a voice that its person brought, for engines that clone
    instructions: str = ""
    effects: tuple[Effect, ...] = ()
    title: str = ""
    # Of the voice profile that its settings come from: for the history, which keeps both.
    profile_id: uuid.UUID | None = None
    profile_name: str = ""


def resolve(
    wish: Wish, *, user: Any, most_characters: int | None = None, may_fall_back: bool = False
) -> SpeechRequest:
    """Whose engine, voice, language and lexicon it is. The text itself is judged by the pipeline.

    `may_fall_back`: as for `speaking.begin`; a provider that can't be had is asked for all the same.
    """
    _require_length(wish.text, most_characters or settings.CONFIG.speech_max_characters)
    if wish.response_format not in FORMATS:
        raise InvalidInput(
            f"There is no audio format {wish.response_format[:40]!r}. There are: {', '.join(FORMATS)}.",
            param="response_format",
            code="unknown_format",
        )
    require_effects_enabled(wish.effects)
    speaker = _speaker(wish, user, may_fall_back=may_fall_back)
    language = wish.language or speaker.language
    require_within_limits(wish, engine=speaker.engine, language=language)
    return SpeechRequest(
        text=wish.text,
        engine=speaker.engine,
        voice=speaker.voice,
        voice_name=speaker.voice_name,
        language=language,
        response_format=wish.response_format,
        speed=wish.speed,
        input_type=wish.input_type,
        lexicon=_entries(wish.lexicon_id, language, user),
        seed=wish.seed,
        reference=speaker.reference,
        instructions=wish.instructions if speaker.follows_instructions else "",
        effects=wish.effects,
        title=wish.title or title_of(wish.text, wish.input_type),
    )


@dataclass(frozen=True)
class _Speaker:
    engine: str
    voice: str
    language: str
    follows_instructions: bool
    voice_name: str = ""
    reference: Reference | None = None


def _speaker(wish: Wish, user: Any, *, may_fall_back: bool) -> _Speaker:
    """An engine and one of its voices, or one that imitates a voice which the person brought."""
    model = speech_model(wish.model)
    own = _own_voice(wish, user, engine=model.engine)
    if own is not None:
        return _imitator(own, imitator(model, language=wish.language or own.language))
    missing = _missing(wish, model.engine) if may_fall_back else None
    return missing or _here(wish, engine_named(model.engine))


def _here(wish: Wish, engine: SpeechEngine) -> _Speaker:
    voice = voice_of(engine, wish.voice)
    language = wish.language or language_of(engine, voice)
    return _Speaker(engine.name, voice, language, engine.capabilities.follows_instructions)


def _missing(wish: Wish, engine: str) -> _Speaker | None:
    """A provider that can't be had, and whose voices can't be looked up. None where nobody can tell which
    language it would speak: another one might read the text in one that it is not in.
    """
    if not is_missing_provider(engine):
        return None
    told = settings.CONFIG.providers[engine].languages
    well_known = WELL_KNOWN_LANGUAGE if wish.voice in WELL_KNOWN_VOICES else ""
    language = wish.language or (canonical_tag(told[0]) if told else well_known)
    return _Speaker(engine, wish.voice, language, follows_instructions=True) if language else None


def _imitator(own: OwnVoice, engine: SpeechEngine) -> _Speaker:
    return _Speaker(
        engine.name,
        str(own.pk),
        language_spoken(engine, own),
        engine.capabilities.follows_instructions,
        own.name,
        reference_of(own),
    )


def _own_voice(wish: Wish, user: Any, *, engine: str) -> OwnVoice | None:
    if wish.own_voice_id is not None:
        return own_voice_with(user, wish.own_voice_id)
    return own_voice_named(user, wish.voice, engine=engine)


def title_of(text: str, input_type: str) -> str:
    """The beginning of what is read: markup is no title."""
    return shortened(re.sub(r"<[^<>]*>", " ", text) if input_type == "ssml" else text)


def shortened(text: str) -> str:
    """One line of it, cut between words where there are some."""
    beginning = "".join(c if c.isprintable() else " " for c in text[: 20 * TITLE_CHARACTERS])
    line = " ".join(beginning.split())
    if len(line) <= TITLE_CHARACTERS:
        return line
    words, _, _ = line[: TITLE_CHARACTERS - 1].rpartition(" ")
    return f"{words} …" if len(words) > TITLE_CHARACTERS / 2 else f"{line[: TITLE_CHARACTERS - 1]}…"


def _require_length(text: str, most: int) -> None:
    if len(text) > most:
        raise InvalidInput(
            f"The text has {len(text):,} characters; {most:,} are the most here. "
            f"Send it in parts, or as a job to /api/speech/jobs.",
            param="input",
            code="text_too_long",
        )


def _entries(lexicon_id: uuid.UUID | None, language: str, user: Any) -> tuple[LexiconEntry, ...]:
    if lexicon_id is None:
        return ()
    try:
        with refusals_told():
            return entries_of(lexicon_for(user, lexicon_id), language=language)
    except NotFound as error:
        raise NotFound(error.message, param="lexicon_id", code="lexicon_not_found") from None
