"""What is asked for to have an item said, and by what it is known that the same was said already."""

from dataclasses import dataclass, field
from typing import Any

from common.errors import AppError
from dictation.audio.voices import settings_for
from dictation.models import Item, ItemAudio
from speech.asked import asked_of, wish_again
from speech.content_hash import digest, sound_of, with_text
from speech.pipeline import SpeechRequest
from speech.recorded import FORMAT
from speech.requests import Wish, resolve, shortened

# Among what was asked: how often it was begun.
TRIES = "tries"


@dataclass(frozen=True)
class Saying:
    """`error` says why it can't be said at all."""

    content_hash: str
    locale: str
    engine: str = ""
    voice: str = ""
    speed: float = 1.0
    asked: dict[str, Any] = field(default_factory=dict)
    error: AppError | None = None


class Casting:
    """For many items of one person at one moment: who speaks a locale is looked up once."""

    def __init__(self, owner: Any) -> None:
        self.owner = owner
        self._known: dict[str, tuple[Wish, SpeechRequest, str] | AppError] = {}

    def saying(self, item: Item) -> Saying:
        try:
            wish, request, sound = self._voice(item.locale)
            said = digest([item.locale, with_text(sound, item.text)])
        except AppError as error:
            return Saying(digest(["unsaid", item.locale, item.text]), item.locale, error=error)
        asked = {**asked_of(wish), "text": item.text}
        return Saying(said, item.locale, request.engine, request.voice, float(request.speed), asked)

    def _voice(self, locale: str) -> tuple[Wish, SpeechRequest, str]:
        if locale not in self._known:
            self._known[locale] = self._looked_up(locale)
        known = self._known[locale]
        if isinstance(known, AppError):
            raise known
        return known

    def _looked_up(self, locale: str) -> tuple[Wish, SpeechRequest, str] | AppError:
        try:
            fields = settings_for(self.owner, locale) | {"response_format": FORMAT}
            wish = Wish(text="", **fields)
            request = resolve(wish, user=self.owner)
            return wish, request, sound_of(request)
        except AppError as error:
            return error


def wish_of(audio: ItemAudio) -> Wish:
    text = audio.asked["text"]
    asked = {name: value for name, value in audio.asked.items() if name not in ("text", TRIES)}
    return wish_again(asked, text=text, title=shortened(text))
