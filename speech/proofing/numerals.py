"""Numbers in words, as digits: 1999 is the same whether it was heard as “nineteen ninety-nine” or as a count.

Numbers that follow each other are one row of digits, since nobody hears where one of them ends: “nine
thirty”, “9:30” and “930” are told apart by no ear.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from speech.text.languages import base_language
from speech.text.normalise.numbers import cardinal_in, is_countable

_SMALL = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = (
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
)
_ORDINALS = (
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
)
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_HUNDRED = 100
_BELOW_HUNDRED = (
    {word: value for value, word in enumerate(_SMALL)}
    | {word: value for value, word in enumerate(_ORDINALS)}
    | {word: 10 * number for number, word in enumerate(_TENS, start=2)}
    | {f"{word[:-1]}ieth": 10 * number for number, word in enumerate(_TENS, start=2)}
    | {f"{word[:-1]}ies": 10 * number for number, word in enumerate(_TENS, start=2)}
)
_HUNDREDS = {"hundred", "hundreds", "hundredth"}
_SCALE_WORDS = {form: size for word, size in _SCALES.items() for form in (word, f"{word}s", f"{word}th")}
_ZEROS = {"oh", "o"}  # within a number alone: “nineteen oh five”
_WITHIN = {"and", "point"}
_COUNTED_TO = 1_000


def is_number_word(word: str, language: str) -> bool:
    if base_language(language) == "en":
        return word in _BELOW_HUNDRED or word in _HUNDREDS or word in _SCALE_WORDS
    return word in _words_of_counting(base_language(language))


def number_runs(words: Sequence[str], language: str) -> Iterator[tuple[int, int, str]]:
    """Where numbers stand, and their digits; for languages other than English, their words."""
    is_english = base_language(language) == "en"
    index = 0
    while index < len(words):
        end = _run_end(words, index, language, is_english=is_english)
        if end == index:
            index += 1
            continue
        yield index, end, digits_of(words[index:end]) if is_english else "".join(words[index:end])
        index = end


def digits_of(words: Sequence[str]) -> str:
    """Of English number words: the values that they name, one behind the other."""
    counting, found = _Counting(), []
    for word in words:
        if word in _WITHIN:
            continue
        if not counting.takes(word):
            found.append(counting.written)
            counting = _Counting()
        counting.add(word)
    return "".join([*found, counting.written])


class _Counting:
    """One number, as far as it has been said."""

    def __init__(self) -> None:
        self._whole = self._part = 0
        self._last: int | None = None  # value of the last word
        self._smallest_scale = 10**15

    @property
    def written(self) -> str:
        return str(self._whole + self._part)

    def takes(self, word: str) -> bool:
        if self._last is None:
            return True
        if word in _SCALE_WORDS:
            return self._part > 0 and _SCALE_WORDS[word] < self._smallest_scale
        if word in _HUNDREDS:
            return 0 < self._part < _HUNDRED
        value = 0 if word in _ZEROS else _BELOW_HUNDRED[word]
        if value == 0:
            return False
        if self._last >= _HUNDRED:  # after a hundred or a thousand anything smaller may follow
            return True
        return self._last % 10 == 0 and self._last >= 20 and value < 10

    def add(self, word: str) -> None:
        if word in _SCALE_WORDS:
            self._last = _SCALE_WORDS[word]
            self._whole += (self._part or 1) * self._last
            self._part, self._smallest_scale = 0, self._last
        elif word in _HUNDREDS:
            self._last = _HUNDRED
            self._part = (self._part or 1) * _HUNDRED
        else:
            self._last = 0 if word in _ZEROS else _BELOW_HUNDRED[word]
            self._part += self._last


def _run_end(words: Sequence[str], start: int, language: str, *, is_english: bool) -> int:
    if not is_number_word(words[start], language):
        return start
    end = start + 1
    while end < len(words):
        if is_number_word(words[end], language):
            end += 1
        elif is_english and _goes_on(words, end, language):
            end += 2
        else:
            break
    return end


def _goes_on(words: Sequence[str], place: int, language: str) -> bool:
    """“two hundred and one”, “three point five”, “nineteen oh five”; but not “three and four”."""
    if place + 1 >= len(words) or not is_number_word(words[place + 1], language):
        return False
    word, before = words[place], words[place - 1]
    if word == "and":
        return before in _HUNDREDS or before in _SCALE_WORDS
    return word == "point" or word in _ZEROS


@lru_cache(maxsize=16)
def _words_of_counting(language: str) -> frozenset[str]:
    """Without the word for one, which is an article in most languages."""
    if not is_countable(language):
        return frozenset()
    count = cardinal_in(language)
    counted = {word.casefold() for number in range(_COUNTED_TO + 1) for word in count(number).split()}
    return frozenset(part for word in counted for part in word.split("-")) - set(count(1).casefold().split())
