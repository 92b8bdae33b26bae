"""From what a caller asked for to a `TranscriptRequest`: names looked up, bounds checked."""

from dataclasses import dataclass

from django.conf import settings

from common.errors import NotFound
from speech.recognition.base import Hearing, Task
from speech.recognition.voice_activity import USUAL_ACTIVITY, VoiceActivity
from speech.transcription.recognisers import registry


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
    hearing = Hearing(
        language=wish.language or None,
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
