"""A recogniser that hears what it is told to, and an engine with something to hear."""

from collections.abc import Iterator, Sequence

import numpy as np
import soxr
from django.core.files.base import ContentFile

from clips.services import store_file
from history.models import Entry
from speech.engines.base import Block, OnWord, PassageRequest
from speech.recognition.base import RATE_HZ as HEARD_HZ
from speech.recognition.base import Hearing, Segment, Stretch
from speech.timing import HeardWord
from tests import audio_files
from tests.speak.builders import make_take
from tests.speech.fake_engine import RATE_HZ, FakeEngine
from tests.speech.recognition import sounds
from tests.speech.recognition.fake_recogniser import FakeRecogniser

FIRST, SECOND = "The ferry left the pier at noon.", "Nobody on board had expected the storm."
TEXT = f"{FIRST} {SECOND}"


class TalkingEngine(FakeEngine):
    """Says the same whatever it is asked to, at the speed that it is asked to."""

    def __init__(self) -> None:
        super().__init__()
        self.speeds: list[tuple[str, float]] = []

    def synthesize(self, request: PassageRequest, *, on_word: OnWord | None = None) -> Iterator[Block]:
        self.speeds.append((request.text, request.speed))
        yield soxr.resample(sounds.spoken(), HEARD_HZ, RATE_HZ).astype(np.float32)


class ScriptedRecogniser(FakeRecogniser):
    """Each listening hears the next of `says`, evenly; the last of them over and over."""

    def __init__(self, *says: str, **capabilities) -> None:
        super().__init__(**capabilities)
        self.says = list(says)

    def hear(self, stretches: Sequence[Stretch], hearing: Hearing) -> list[list[Segment]]:
        super().hear(stretches, hearing)
        text = self.says.pop(0) if len(self.says) > 1 else self.says[0]
        first, *others = stretches
        return [[_segment(text, first)], *([] for _ in others)]


def _segment(text: str, stretch: Stretch) -> Segment:
    written = text.split()
    step = stretch.seconds / max(1, len(written))
    begin = stretch.start_seconds
    words = tuple(
        HeardWord(word, begin + number * step, begin + (number + 1) * step)
        for number, word in enumerate(written)
    )
    return Segment(0, begin, stretch.end_seconds, text, words=words)


def spoken_take(owner, text: str = TEXT, **fields) -> Entry:
    data = audio_files.wav(samples=sounds.spoken()[:, None], rate=HEARD_HZ)
    clip = store_file(owner=owner, file=ContentFile(data, name="take.wav"), title="Take")
    return make_take(owner, text, has_clip=False, clip=clip, duration_seconds=3.0, **fields)
