"""Listening to a recording twice: to the whole, and once more, closely, where it does not say its text.

A recogniser mishears about one word in twenty, and elsewhere each time: what is different both times is
different in the sound.
"""

from collections.abc import Callable, Iterator, Sequence

from speech.proofing.aligning import aligned
from speech.proofing.base import Kind, Proof
from speech.proofing.hearings import Hearing, Place
from speech.proofing.judging import Found
from speech.proofing.pace import WORDS, Pace
from speech.proofing.sounds import Sounds
from speech.proofing.words import tokens_heard, tokens_written
from speech.recognition.base import RATE_HZ, Samples
from speech.text import Passage
from speech.timing import HeardWord

Hear = Callable[[Samples], Sequence[HeardWord]]  # in seconds of the samples


class Proofreader:
    """Of one text. `passages` are what was spoken of it, with their places in it."""

    def __init__(
        self, text: str, passages: Sequence[Passage], *, language: str, hear: Hear, sounds: Sounds
    ) -> None:
        self._text, self._language = text, language
        self._hear, self._sounds = hear, sounds
        self._written = tokens_written(text, passages, language)

    def read(self, samples: Samples) -> Proof:
        words = self._hear(samples)
        whole = self._beside(Place(0, len(self._written), 0.0, len(samples) / RATE_HZ), words)
        refuted = [found for found in whole.grave if not self._again(samples, whole, found)]
        kept = [found for found in whole.found if found not in refuted]
        unheard = list(self._unheard(samples, whole))
        differences = [
            *(whole.difference(found, self._text, is_doubtful=found in whole.grave) for found in kept),
            *(hearing.difference(found, self._text, is_doubtful=True) for hearing, found in unheard),
        ]
        return Proof(
            heard=" ".join(word.text for word in words),
            words=len(self._written),
            errors=sum(found.errors for found in [*kept, *(found for _, found in unheard)]),
            differences=tuple(sorted(differences, key=lambda each: each.start_seconds)),
        )

    def _again(self, samples: Samples, whole: Hearing, found: Found) -> bool:
        """Whether it is still wrong."""
        return self._closely(samples, whole.around(found)).confirms(found)

    def _unheard(self, samples: Samples, whole: Hearing) -> Iterator[tuple[Hearing, Found]]:
        """What took time and was passed over."""
        known = [whole.around(found) for found in whole.grave]
        for begin in Pace.of(samples, whole.heard).slow(whole.heard):
            place = whole.around_heard(begin, begin + WORDS)
            if any(place.start < other.end and other.start < place.end for other in known):
                continue
            hearing = self._closely(samples, place)
            yield from ((hearing, found) for found in hearing.grave if found.kind is Kind.EXTRA)

    def _closely(self, samples: Samples, place: Place) -> Hearing:
        begin, end = (max(0, round(second * RATE_HZ)) for second in (place.start, place.end))
        heard = self._hear(samples[begin:end])
        return self._beside(place, [_later(word, begin / RATE_HZ) for word in heard])

    def _beside(self, place: Place, words: Sequence[HeardWord]) -> Hearing:
        written = self._written[place.first : place.last]
        heard = tokens_heard(words, self._language)
        return Hearing(place, written, heard, aligned(written, heard, self._sounds))


def _later(word: HeardWord, seconds: float) -> HeardWord:
    return HeardWord(word.text, word.start_seconds + seconds, word.end_seconds + seconds)
