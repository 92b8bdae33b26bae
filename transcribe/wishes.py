"""What is asked for with a file, as a page, a program and a retried job say it."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from common.errors import InvalidInput
from speech.recognition.base import Task
from speech.recognition.languages import language_code
from speech.recognition.voice_activity import USUAL_ACTIVITY, VoiceActivity
from speech.transcription.requests import USUAL_MODEL, TranscriptRequest, TranscriptWish, resolve

PROMPT_MAX_CHARACTERS = 2_000
KEYWORDS_MAX = 100
KEYWORD_MAX_CHARACTERS = 100


@dataclass(frozen=True, kw_only=True)
class Asked:
    model: str = USUAL_MODEL
    language: str = ""  # ISO 639, or its English name; empty: found out
    task: str = Task.TRANSCRIBE
    prompt: str = ""
    keywords: tuple[str, ...] = ()
    words: bool = True
    speakers: bool = False
    temperature: float = 0.0
    activity: VoiceActivity = USUAL_ACTIVITY

    @classmethod
    def of(cls, settings: dict[str, Any], *, model: str) -> Self:
        """As it was kept."""
        known = {name: settings[name] for name in cls.__dataclass_fields__ if name in settings}
        known["keywords"] = tuple(known.get("keywords", ()))
        known["activity"] = VoiceActivity(**known.get("activity", {}))
        return cls(**{**known, "model": model})

    @classmethod
    def of_wish(cls, wish: TranscriptWish) -> Self:
        """What a program asked for, but the voices that it brought along."""
        return cls(
            model=wish.model,
            language=wish.language,
            task=wish.task,
            prompt=wish.prompt,
            keywords=wish.keywords,
            words=wish.has_word_times,
            speakers=wish.has_speakers,
            temperature=wish.temperature,
            activity=wish.activity,
        )

    def kept(self) -> dict[str, Any]:
        """Beside the model, which is the entry's own."""
        fields = asdict(self)
        del fields["model"]
        return {**fields, "keywords": list(self.keywords)}

    def resolved(self) -> TranscriptRequest:
        """Everything that is wrong with it and needs no sound to be seen is raised here."""
        return resolve(
            TranscriptWish(
                model=self.model,
                language=self.language,
                task=Task(self.task),
                prompt=self.prompt,
                keywords=self.keywords,
                has_word_times=self.words,
                has_speakers=self.speakers,
                temperature=self.temperature,
                activity=self.activity,
            )
        )


def language_of(given: str) -> str:
    """“Finnish”, “fi” and “fin” are all `fi`. Whether a model hears it is the model's to say."""
    if not given.strip():
        return ""
    code = language_code(given)
    if code is None:
        raise InvalidInput(
            f"There is no language {given.strip()[:40]!r} here. Choose one of the list, or leave it empty "
            "to have it found out.",
            param="language",
            code="unknown_language",
        )
    return code


def keywords_of(text: str) -> tuple[str, ...]:
    """Between commas or lines."""
    return tuple(filled for word in text.replace("\n", ",").split(",") if (filled := word.strip()))


def require_within(asked: Asked) -> None:
    if len(asked.prompt) > PROMPT_MAX_CHARACTERS:
        raise InvalidInput(
            f"The prompt has {len(asked.prompt):,} characters; {PROMPT_MAX_CHARACTERS:,} are the most.",
            param="prompt",
            code="prompt_too_long",
        )
    if len(asked.keywords) > KEYWORDS_MAX:
        raise InvalidInput(
            f"{KEYWORDS_MAX} keywords are the most.", param="keywords", code="too_many_keywords"
        )
    if any(len(word) > KEYWORD_MAX_CHARACTERS for word in asked.keywords):
        raise InvalidInput(
            f"A keyword has {KEYWORD_MAX_CHARACTERS} characters at the most.",
            param="keywords",
            code="keyword_too_long",
        )
    if "\x00" in asked.prompt + "".join(asked.keywords):
        raise InvalidInput("A prompt and keywords are text, without NUL characters.", param="prompt")
