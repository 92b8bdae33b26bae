"""From what a caller asked for to a `TranscriptRequest`: names looked up, bounds checked."""

from dataclasses import dataclass

from django.conf import settings

from common.errors import InvalidInput, NotFound
from speech.recognition.base import Hearing, Recogniser, Task
from speech.recognition.errors import CannotDo, UnheardLanguage
from speech.recognition.languages import language_code
from speech.recognition.voice_activity import USUAL_ACTIVITY, VoiceActivity
from speech.refusals import refusals_told
from speech.transcription.recognisers import registry

USUAL_MODEL = "whisper-1"  # stands for what the operator wants it to
LONGEST_ACTIVITY_MS = 60_000


@dataclass(frozen=True)
class KnownSpeaker:
    name: str
    reference: bytes  # an audio file of 2 to 10 s in which only they speak


@dataclass(frozen=True, kw_only=True)
class TranscriptWish:
    """What a page, a program or a job asks for, typed and not yet looked up."""

    model: str
    language: str = ""
    task: Task = Task.TRANSCRIBE
    prompt: str = ""
    keywords: tuple[str, ...] = ()
    temperature: float = 0.0
    has_word_times: bool = False
    has_logprobs: bool = False
    activity: VoiceActivity = USUAL_ACTIVITY
    has_speakers: bool = False
    known_speakers: tuple[KnownSpeaker, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TranscriptRequest:
    recogniser: str
    hearing: Hearing
    activity: VoiceActivity
    has_speakers: bool = False
    known_speakers: tuple[KnownSpeaker, ...] = ()


def resolve(wish: TranscriptWish) -> TranscriptRequest:
    """Everything that is wrong with it and needs no sound to be seen is raised here."""
    name = settings.CONFIG.transcription_aliases.get(wish.model, wish.model)
    if name not in registry().names:
        raise NotFound(
            f"The model {wish.model[:80]!r} does not exist here.", param="model", code="model_not_found"
        )
    with refusals_told():
        recogniser = registry().engine(name)
        _refuse_what_it_lacks(wish, recogniser)
        language = _language(wish.language, recogniser)
    _check_bounds(wish)
    hearing = Hearing(
        language=language,
        task=wish.task,
        prompt=wish.prompt,
        keywords=wish.keywords,
        temperature=wish.temperature,
        has_word_times=wish.has_word_times,
        has_logprobs=wish.has_logprobs,
    )
    return TranscriptRequest(
        recogniser=name,
        hearing=hearing,
        activity=wish.activity,
        has_speakers=wish.has_speakers,
        known_speakers=wish.known_speakers,
    )


def _language(asked: str, recogniser: Recogniser) -> str | None:
    """None: to be found out."""
    if not asked.strip() or asked.strip().casefold() == "auto":
        return None
    code, known = language_code(asked), recogniser.capabilities.languages
    if code is None or (known and code not in known):
        raise UnheardLanguage(asked, recogniser.name, known)
    return code


def _refuse_what_it_lacks(wish: TranscriptWish, recogniser: Recogniser) -> None:
    has = recogniser.capabilities
    lacks = {
        "model": (wish.task is Task.TRANSLATE and not has.translates, "does not translate"),
        "prompt": (bool(wish.prompt) and not has.takes_prompt, "takes no prompt"),
        "keywords": (bool(wish.keywords) and not has.takes_keywords, "takes no keywords"),
        "timestamp_granularities": (wish.has_word_times and not has.has_word_times, "tells no word times"),
        "include": (wish.has_logprobs and not has.has_logprobs, "tells no logprobs"),
        "language": (not wish.language and not has.finds_language, "finds no language out: name it"),
    }
    for param, (is_lacking, what) in lacks.items():
        if is_lacking:
            raise CannotDo(param, what, recogniser.name)


def _check_bounds(wish: TranscriptWish) -> None:
    if not 0 <= wish.temperature <= 1:
        raise InvalidInput("temperature must be from 0 to 1.", param="temperature", code="out_of_range")
    activity = wish.activity
    lengths = (activity.prefix_padding_ms, activity.silence_ms)
    if not (0 <= activity.threshold <= 1 and all(0 <= length <= LONGEST_ACTIVITY_MS for length in lengths)):
        raise InvalidInput(
            f"threshold must be from 0 to 1, and paddings and silences from 0 to {LONGEST_ACTIVITY_MS} ms.",
            param="chunking_strategy",
            code="out_of_range",
        )
