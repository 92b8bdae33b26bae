"""A recording without sound: each sample tells when it is, and a listener who hears what is said then."""

from collections.abc import Callable, Sequence

import numpy as np

from speech.proofing import Proof, Proofreader
from speech.proofing.phonemes import sounds_of
from speech.recognition.base import RATE_HZ, Samples
from speech.text import clean, plan
from speech.timing import HeardWord

LETTER_SECONDS = 0.07
PAUSE_SECONDS = 0.05
_BASE, _STEP = 0.5, 1e-7

Mishears = Callable[[list[HeardWord], int], list[HeardWord]]  # what was said, and which listening it is


def proof_of(written: str, said: str, *, language: str = "en-US", mishears: Mishears | None = None) -> Proof:
    """Of `written`, where `said` is what the recording says."""
    room = Room(said, mishears)
    text = clean(written)
    passages = list(plan(text, language=language, max_characters=400))
    reader = Proofreader(text, passages, language=language, hear=room.hear, sounds=sounds_of(language))
    return reader.read(room.samples)


class Room:
    def __init__(self, said: str, mishears: Mishears | None = None) -> None:
        self.words = list(_spoken(said.split()))
        self.mishears = mishears or (lambda words, _: words)
        self.listened = 0

    @property
    def samples(self) -> Samples:
        seconds = self.words[-1].end_seconds if self.words else 1.0
        return (_BASE + _STEP * np.arange(round(seconds * RATE_HZ) + 1)).astype(np.float32)

    def hear(self, samples: Samples) -> Sequence[HeardWord]:
        begin = round((float(samples[0]) - _BASE) / _STEP) / RATE_HZ
        end = begin + len(samples) / RATE_HZ
        inside = [
            HeardWord(word.text, word.start_seconds - begin, word.end_seconds - begin)
            for word in self.words
            if begin - 0.01 <= word.start_seconds and word.end_seconds <= end + 0.01
        ]
        self.listened += 1
        return self.mishears(inside, self.listened)


def _spoken(words: Sequence[str]):
    at = 0.0
    for word in words:
        end = at + LETTER_SECONDS * max(2, sum(sign.isalnum() for sign in word))
        yield HeardWord(word, at, end)
        at = end + PAUSE_SECONDS
