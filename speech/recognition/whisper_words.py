"""When each word of a decoded stretch is said, and the words as sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean, median
from typing import Any

import numpy as np

SECONDS_PER_STEP = 0.02
LONGEST_SEGMENT_SECONDS = 12.0
LONG_PAUSE_SECONDS = 1.5
USUAL_WORD_SECONDS = 0.7  # of the slow ones
_ENDS = tuple(".!?。！？…؟۔।॥")  # noqa: RUF001 - full stops of other scripts
_COMMAS = tuple(",;:、，；：،—")  # noqa: RUF001
_CLOSING = "\"'”’»)]}」』"  # noqa: RUF001
_OPENING = "\"'“‘¿¡«([{「『-"  # noqa: RUF001
_ABBREVIATED = frozenset(
    f"{short}." for short in ("mr", "mrs", "ms", "dr", "prof", "st", "vs", "jr", "sr", "ca")
)


@dataclass(frozen=True)
class Said:
    """A word with the signs at it; in seconds of the stretch."""

    text: str  # as decoded: with the space before it
    tokens: tuple[int, ...]
    probabilities: tuple[float, ...]  # of each token
    start: float
    end: float

    @property
    def ends_sentence(self) -> bool:
        bare = self.text.strip().rstrip(_CLOSING)
        if not bare.endswith(_ENDS):
            return False
        is_initial = len(bare) == 2 and bare[0].isalpha() and bare[1] == "."
        return not is_initial and bare.casefold() not in _ABBREVIATED


def words_of(tokens: Sequence[int], alignment: Any, tokenizer: Any) -> list[Said]:
    """`alignment` is the model's own, of the same tokens."""
    texts, parts = tokenizer.split_to_word_tokens([*tokens, tokenizer.eot])
    texts, parts = texts[:-1], parts[:-1]
    pairs = np.asarray(alignment.alignments)
    if not parts or not len(pairs):
        return []
    bounds = np.cumsum([0, *(len(part) for part in parts)])
    first = np.minimum(np.searchsorted(pairs[:, 0], bounds), len(pairs) - 1)
    times = pairs[first, 1] * SECONDS_PER_STEP
    probabilities = alignment.text_token_probs
    found = [
        Said(text, tuple(part), tuple(probabilities[begin:end]), float(start), float(stop))
        for text, part, begin, end, start, stop in zip(
            texts, parts, bounds[:-1], bounds[1:], times[:-1], times[1:], strict=True
        )
    ]
    return _unstretched(_with_signs(found))


def sentences_of(words: Sequence[Said]) -> list[list[Said]]:
    """At full stops and long pauses; what is too long to follow, at a comma or the longest pause."""
    bounds = [0, *sentence_ends(words)]
    return [piece for start, end in pairwise(bounds) for piece in _shortened(list(words[start:end]))]


def sentence_ends(words: Sequence[Said]) -> list[int]:
    """How many words there are up to the end of each sentence."""
    inner = [number for number in range(1, len(words)) if _parts(words[number - 1], words[number])]
    return [*inner, len(words)] if words else []


def probability_of(words: Sequence[Said]) -> float:
    probabilities = [probability for word in words for probability in word.probabilities]
    return fmean(probabilities) if probabilities else 0.0


def _parts(word: Said, following: Said) -> bool:
    if following.start - word.end >= LONG_PAUSE_SECONDS:
        return True
    first = following.text.strip().lstrip(_OPENING)[:1]
    return word.ends_sentence and not first.islower()


def _shortened(sentence: list[Said]) -> list[list[Said]]:
    if len(sentence) < 2 or sentence[-1].end - sentence[0].start <= LONGEST_SEGMENT_SECONDS:
        return [sentence]
    cut = max(range(1, len(sentence)), key=lambda number: _fitness(sentence, number))
    return _shortened(sentence[:cut]) + _shortened(sentence[cut:])


def _fitness(sentence: list[Said], cut: int) -> float:
    """A comma counts as much as a second of silence; so does lying in the middle."""
    before, after = sentence[cut - 1], sentence[cut]
    whole = sentence[-1].end - sentence[0].start
    off_middle = abs((before.end + after.start) / 2 - (sentence[0].start + whole / 2)) / whole
    has_comma = before.text.strip().endswith(_COMMAS)
    return after.start - before.end + has_comma - 2 * off_middle


def _with_signs(words: list[Said]) -> list[Said]:
    """Signs that stand alone go with the word they belong to."""
    joined: list[Said] = []
    opening: Said | None = None
    for word in words:
        if opening is not None:
            word, opening = _joined(opening, word, start=word.start, end=word.end), None
        bare = word.text.strip()
        if bare and all(sign in _OPENING for sign in bare) and word.text.startswith(" "):
            opening = word
        elif joined and not any(sign.isalnum() for sign in bare):
            joined[-1] = _joined(joined[-1], word, start=joined[-1].start, end=joined[-1].end)
        else:
            joined.append(word)
    return joined if opening is None else [*joined, opening]


def _joined(one: Said, other: Said, *, start: float, end: float) -> Said:
    return Said(
        one.text + other.text, one.tokens + other.tokens, one.probabilities + other.probabilities, start, end
    )


def _unstretched(words: list[Said]) -> list[Said]:
    """The model gives a pause to the word before or after it: those are cut to what words last."""
    lengths = [word.end - word.start for word in words if word.end > word.start]
    longest = 2 * min(USUAL_WORD_SECONDS, median(lengths)) if lengths else 0.0
    cut: list[Said] = []
    for number, word in enumerate(words):
        begins = number == 0 or words[number - 1].ends_sentence
        if word.end - word.start > longest and begins:
            word = replace(word, start=word.end - longest)
        elif word.end - word.start > longest and (word.ends_sentence or number == len(words) - 1):
            word = replace(word, end=word.start + longest)
        cut.append(word)
    return cut
