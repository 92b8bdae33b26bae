"""Whole numbers in words. num2words knows most languages; Hindi and Chinese are counted here."""

from collections.abc import Callable
from functools import lru_cache

import num2words as _n2w

# Beyond this nobody counts: the digits are read one by one.
MOST_DIGITS = 15

Cardinal = Callable[[int], str]

_HINDI = [
    "शून्य",
    "एक",
    "दो",
    "तीन",
    "चार",
    "पाँच",
    "छह",
    "सात",
    "आठ",
    "नौ",
    "दस",
    "ग्यारह",
    "बारह",
    "तेरह",
    "चौदह",
    "पंद्रह",
    "सोलह",
    "सत्रह",
    "अठारह",
    "उन्नीस",
    "बीस",
    "इक्कीस",
    "बाईस",
    "तेईस",
    "चौबीस",
    "पच्चीस",
    "छब्बीस",
    "सत्ताईस",
    "अट्ठाईस",
    "उनतीस",
    "तीस",
    "इकतीस",
    "बत्तीस",
    "तैंतीस",
    "चौंतीस",
    "पैंतीस",
    "छत्तीस",
    "सैंतीस",
    "अड़तीस",
    "उनतालीस",
    "चालीस",
    "इकतालीस",
    "बयालीस",
    "तैंतालीस",
    "चौवालीस",
    "पैंतालीस",
    "छियालीस",
    "सैंतालीस",
    "अड़तालीस",
    "उनचास",
    "पचास",
    "इक्यावन",
    "बावन",
    "तिरपन",
    "चौवन",
    "पचपन",
    "छप्पन",
    "सत्तावन",
    "अट्ठावन",
    "उनसठ",
    "साठ",
    "इकसठ",
    "बासठ",
    "तिरसठ",
    "चौंसठ",
    "पैंसठ",
    "छियासठ",
    "सड़सठ",
    "अड़सठ",
    "उनहत्तर",
    "सत्तर",
    "इकहत्तर",
    "बहत्तर",
    "तिहत्तर",
    "चौहत्तर",
    "पचहत्तर",
    "छिहत्तर",
    "सतहत्तर",
    "अठहत्तर",
    "उन्यासी",
    "अस्सी",
    "इक्यासी",
    "बयासी",
    "तिरासी",
    "चौरासी",
    "पचासी",
    "छियासी",
    "सत्तासी",
    "अट्ठासी",
    "नवासी",
    "नब्बे",
    "इक्यानवे",
    "बानवे",
    "तिरानवे",
    "चौरानवे",
    "पचानवे",
    "छियानवे",
    "सत्तानवे",
    "अट्ठानवे",
    "निन्यानवे",
]
_HINDI_GROUPS = (
    (10**11, "खरब"),
    (10**9, "अरब"),
    (10**7, "करोड़"),
    (10**5, "लाख"),
    (1000, "हज़ार"),
    (100, "सौ"),
)
_CHINESE_DIGITS = "零一二三四五六七八九"
_CHINESE_GROUPS = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))


def is_countable(language: str) -> bool:
    return language in ("hi", "zh") or language in _n2w.CONVERTER_CLASSES


def cardinal_in(language: str) -> Cardinal:
    """How a language counts; a minus is the caller's."""
    if language == "hi":
        return hindi
    if language == "zh":
        return chinese
    return lambda number: _from_library(number, language)


def ordinal_in(language: str) -> Cardinal:
    def ordinal(number: int) -> str:
        try:
            return _plain(_n2w.num2words(number, lang=language, to="ordinal"))
        except (NotImplementedError, OverflowError, ValueError, IndexError, KeyError):
            return _from_library(number, language)

    return ordinal


def digit_by_digit(digits: str, cardinal: Cardinal, *, separator: str = " ") -> str:
    return separator.join(cardinal(int(digit)) for digit in digits if digit.isdecimal())


def hindi(number: int) -> str:
    if number < 100:
        return _HINDI[number]
    size, name = next(group for group in _HINDI_GROUPS if number >= group[0])
    many, rest = divmod(number, size)
    return f"{hindi(many)} {name}" + (f" {hindi(rest)}" if rest else "")


def chinese(number: int) -> str:
    for size, name in _CHINESE_GROUPS:
        if number >= size:
            many, rest = divmod(number, size)
            gap = "零" if rest and rest < size // 10 else ""
            return chinese(many) + name + (gap + _chinese_rest(rest) if rest else "")
    words = _chinese_rest(number)
    return words.removeprefix("一") if 10 <= number < 20 else words


def _chinese_rest(number: int) -> str:
    if number >= 10**4:
        return chinese(number)
    if number < 10:
        return _CHINESE_DIGITS[number]
    size, name = next(group for group in ((1000, "千"), (100, "百"), (10, "十")) if number >= group[0])
    many, rest = divmod(number, size)
    gap = "零" if rest and rest < size // 10 else ""
    return _CHINESE_DIGITS[many] + name + (gap + _chinese_rest(rest) if rest else "")


@lru_cache(maxsize=4096)
def _from_library(number: int, language: str) -> str:
    return _plain(_n2w.num2words(number, lang=language))


def _plain(words: str) -> str:
    """Commas within a number would be heard as pauses."""
    return " ".join(words.replace(",", " ").split())
