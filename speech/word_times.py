"""When each written word is heard in a recording, known as its passages are made and placed."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import regex

from speech.audio.stitch import PassagePlace
from speech.engines.base import Block, SpokenWord
from speech.text import Passage
from speech.timing import HeardWord, Word, WordTime, align, written_times

# Samples, their rate and language in; the words that were recognised in them out.
Hear = Callable[[Block, int, str], Sequence[HeardWord]]
_TAG = regex.compile("<[^>]*>")


@dataclass
class Listener:
    """One passage: what its engine tells of its words, or its sound where the engine tells nothing."""

    passage: Passage
    rate_hz: int
    language: str
    hear: Hear | None
    told: list[SpokenWord] = field(default_factory=list)
    sound: list[Block] = field(default_factory=list)

    def on_word(self, word: SpokenWord) -> None:
        self.told.append(word)

    def listening(self, blocks: Iterable[Block]) -> Iterator[Block]:
        for block in blocks:
            self.sound.append(block)
            yield block

    def words(self) -> list[WordTime]:
        """Of the passage's written text, in seconds of its sound."""
        spoken = self.passage.spoken
        if not self.told and self.sound:
            samples = np.concatenate(self.sound)
            heard = self.hear(samples, self.rate_hz, self.language) if self.hear else None
            self.told = align(spoken, samples, rate_hz=self.rate_hz, heard=heard)
        self.sound.clear()
        return written_times(self.passage.text, spoken, self.told) if self.told else []


class WordClock:
    """`words` are places in `text` and seconds of the recording, in order."""

    def __init__(self, text: str, *, hear: Hear | None = None) -> None:
        self.words: list[WordTime] = []
        self.is_told = True  # by the engine, of every passage so far
        self._text, self._hear = text, hear
        self._waiting: deque[Listener] = deque()  # made, and not yet placed

    def listener(self, passage: Passage, *, rate_hz: int, language: str) -> Listener:
        listener = Listener(passage, rate_hz, language, self._hear)
        self._waiting.append(listener)
        return listener

    def begin_again(self) -> None:
        """Nothing is placed yet, and what was to be said is said by another engine."""
        self._waiting.clear()

    def place(self, place: PassagePlace) -> None:
        listener = self._waiting.popleft()
        self.is_told = self.is_told and (listener.passage.is_silent or bool(listener.told))
        words = listener.words()
        for word, (start, end) in zip(words, places_of(self._text, listener.passage, words), strict=True):
            self.words.append(WordTime(start, end, place.at(word.start_seconds), place.at(word.end_seconds)))


def places_of(text: str, passage: Passage, words: Sequence[Word | WordTime]) -> list[tuple[int, int]]:
    """Where the words of a passage stand in the whole text, of which markup may be a part."""
    source = text[passage.start : passage.end]
    if source == passage.text:
        return [(passage.start + word.start, passage.start + word.end) for word in words]
    source = _TAG.sub(lambda tag: " " * len(tag[0]), source)
    places, position = [], 0
    for word in words:
        written = passage.text[word.start : word.end]
        found = source.find(written, position)
        # An entity such as &amp; is written otherwise than it is said: the whole passage stands for it.
        if found < 0:
            places.append((passage.start, passage.end))
            continue
        position = found + len(written)
        places.append((passage.start + found, passage.start + position))
    return places
