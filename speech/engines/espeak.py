"""espeak-ng: not beautiful, but over a hundred languages, at once, on anything."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import PurePosixPath

import numpy as np

from speech.engines.base import Block, Capabilities, Gender, OnWord, PassageRequest, SpokenWord, Voice
from speech.engines.checks import check_request
from speech.engines.errors import UnknownVoice, UnsupportedLanguage
from speech.engines.espeak_library import (
    FASTEST_WPM,
    SLOWEST_WPM,
    USUAL_WPM,
    EspeakLibrary,
    EspeakVoice,
    WordBegins,
)
from speech.engines.languages import canonical_tag, primary
from speech.engines.settings import EngineSettings
from speech.engines.stretching import split_speed, stretch
from speech.timing.matching import shared, spoken_length
from speech.timing.voice import voiced_regions, within
from speech.timing.words import Word, words_of

NAME = "espeak"
RATE_HZ = 22_050
NATIVE_SPEEDS = (SLOWEST_WPM / USUAL_WPM, FASTEST_WPM / USUAL_WPM)
GENDERS = {1: Gender.MALE, 2: Gender.FEMALE}


def open_engine(settings: EngineSettings) -> "EspeakEngine":
    return EspeakEngine()


class EspeakEngine:
    """A voice is a language, such as `fi`, and may wear a variant: `fi+f3`, `en-US+whisper`."""

    name = NAME

    @cached_property
    def _sources(self) -> dict[str, EspeakVoice]:
        with EspeakLibrary() as library:
            return _by_id(library.voices())

    @cached_property
    def _variants(self) -> dict[str, EspeakVoice]:
        with EspeakLibrary() as library:
            return {PurePosixPath(variant.identifier).name: variant for variant in library.variants()}

    @cached_property
    def voices(self) -> Sequence[Voice]:
        return tuple(
            Voice(voice_id, source.name, voice_id, GENDERS.get(source.gender), NAME)
            for voice_id, source in self._sources.items()
        )

    @property
    def variants(self) -> Sequence[str]:
        """What may follow a voice's id after a plus."""
        return tuple(self._variants)

    @cached_property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            languages=tuple(dict.fromkeys(voice.language for voice in self.voices)),
            native_speeds=NATIVE_SPEEDS,
            max_characters_per_passage=2_000,
            has_word_times=True,
            is_repeatable=True,
            notes=("Speaks by rule, and sounds like it.",),
        )

    def voice(self, voice_id: str) -> Voice:
        language, _, variant = voice_id.partition("+")
        source = self._sources.get(language)
        if source is None or (variant and variant not in self._variants):
            allowed = self._sources if source is None else [f"{language}+{name}" for name in self._variants]
            raise UnknownVoice(voice_id, list(allowed))
        if not variant:
            return Voice(voice_id, source.name, language, GENDERS.get(source.gender), NAME)
        worn = self._variants[variant]
        name = f"{source.name}, {worn.name}"
        return Voice(voice_id, name, language, GENDERS.get(worn.gender), NAME)

    def sample_rate_hz(self, voice: str) -> int:
        return RATE_HZ

    def validate(self, request: PassageRequest) -> None:
        check_request(request, self.capabilities)
        voice = self.voice(request.voice)
        if request.language is not None and primary(request.language) != primary(voice.language):
            raise UnsupportedLanguage(request.language, [voice.language])

    def load(self) -> None:
        """Nothing to keep: every passage opens the library anew."""
        _ = self._sources

    def unload(self) -> None: ...

    def synthesize(self, request: PassageRequest, *, on_word: OnWord | None = None) -> Iterator[Block]:
        language, plus, variant = request.voice.partition("+")
        identifier = self._sources[language].identifier + plus + variant
        native, factor = split_speed(request.speed, NATIVE_SPEEDS)
        with EspeakLibrary() as library:
            blocks = library.speak(
                request.text, identifier=identifier, words_per_minute=round(native * USUAL_WPM)
            )
            begun = library.begun
        if on_word is not None and blocks:
            for word in _words(request.text, begun, np.concatenate(blocks), factor):
                on_word(word)
        if factor == 1.0:
            yield from blocks
        elif blocks:
            yield stretch(np.concatenate(blocks), factor, rate_hz=RATE_HZ)


def _words(text: str, begun: Sequence[WordBegins], samples: Block, factor: float) -> Iterator[SpokenWord]:
    """Where espeak joins words ("of the") or counts two as one, they share the time in proportion."""
    voice = voiced_regions(samples, RATE_HZ)
    words = words_of(text)
    firsts = _first_frames(words, begun)
    starts = sorted({0, *firsts, len(words)})
    frames = [firsts.get(start, 0) for start in starts[:-1]] + [len(samples)]
    for (start, end), span in zip(pairwise(starts), pairwise(frames), strict=True):
        together = words[start:end]
        run = within(SpokenWord(0, 0, span[0] / RATE_HZ, span[1] / RATE_HZ), voice)
        weights = [spoken_length(text[word.start : word.end]) for word in together]
        for word, times in zip(together, shared(weights, run.start_seconds, run.end_seconds), strict=True):
            yield SpokenWord(word.start, word.end, times[0] / factor, times[1] / factor)


def _first_frames(words: Sequence[Word], begun: Sequence[WordBegins]) -> dict[int, int]:
    """Of the words that espeak tells of, by their number."""
    ends = [word.end for word in words]
    firsts: dict[int, int] = {}
    for event in begun:
        number = bisect_right(ends, event.place)
        if number < len(words) and words[number].start <= event.place:
            firsts.setdefault(number, event.frame)
    return firsts


def _by_id(sources: Sequence[EspeakVoice]) -> dict[str, EspeakVoice]:
    found: dict[str, EspeakVoice] = {}
    for source in sources:
        tag = canonical_tag(source.language)
        # Two ways to read Cantonese have one language: the second goes by its file's name.
        found[PurePosixPath(source.identifier).name if tag in found else tag] = source
    return found
