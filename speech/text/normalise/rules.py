"""What a language's rules are: its words for numbers, money, units and signs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import regex

from speech.text.normalise.numbers import MOST_DIGITS, Cardinal, digit_by_digit

# One, few, many, as far as a language tells them apart.
Forms = tuple[str, ...]


def one_or_many(number: int) -> int:
    return 0 if number == 1 else 1


@dataclass(frozen=True)
class Currency:
    forms: Forms
    minor: Forms = ()


@dataclass(frozen=True)
class Signs:
    """How signs in addresses and between words are said."""

    at: str = "@"
    dot: str = "."
    slash: str = "/"
    dash: str = "-"
    underscore: str = "_"
    colon: str = ":"
    hashtag: str = "#"
    ampersand: str = "&"
    plus: str = "+"
    equals: str = "="
    number: str = "#"
    question: str = "?"


@dataclass(frozen=True)
class Rules:
    language: str
    cardinal: Cardinal
    decimal: str = ","
    thousands: str = "."
    point: str = ""
    counts_lakhs: bool = False
    minus: str = ""
    percent: str = ""
    signs: Signs = Signs()
    ordinal: Cardinal | None = None
    ordinal_mark: str = ""  # a pattern for what stands after the digits of an ordinal
    plural: Callable[[int], int] = one_or_many
    before_noun: Mapping[str, str] = field(default_factory=dict)  # uno -> un, at a number's end
    currencies: Mapping[str, Currency] = field(default_factory=dict)
    money_joint: str = " "
    says_minor: bool = True
    scales: tuple[str, ...] = ()  # million, billion: 5 million euros
    scale_link: str = " "
    units: Mapping[str, Forms] = field(default_factory=dict)
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    months: tuple[str, ...] = ()
    date: str = ""  # "{day} de {month} de {year}"
    is_month_first: bool = False
    first_day: str = ""
    time: str = ""  # "{hour} heures {minute}"
    whole_hour: str = ""
    to: str = ""  # between the ends of a range
    space: str = " "  # between words; nothing in Chinese

    @cached_property
    def number_pattern(self) -> str:
        """Digits with this language's separators; no name for the group, so that it can be repeated."""
        points = "[.,]" if self.decimal == "," else r"\."
        grouped = rf"{self._grouped}(?![0-9])(?:{regex.escape(self.decimal)}[0-9]++)?"
        return rf"(?:{grouped}|[0-9]++(?:{points}[0-9]++)?)"

    @property
    def _grouped(self) -> str:
        """1.000.000, or 1,23,456 where lakhs are counted."""
        separator = "[" + regex.escape(self.thousands) + "\u00a0\u202f]"
        pairs = rf"(?:{separator}[0-9]{{2}})*" if self.counts_lakhs else ""
        return rf"[0-9]{{1,3}}{pairs}(?:{separator}[0-9]{{3}})++"

    def number(self, written: str) -> str:
        """A number as it is written, in words."""
        whole, fraction = self.split(written)
        words = self.whole(whole)
        if not fraction:
            return words
        digits = digit_by_digit(fraction, self.cardinal, separator=self.space)
        return self.space.join([words, self.point, digits])

    def whole(self, digits: str) -> str:
        """Codes and telephone numbers begin with a zero; nobody counts that far otherwise."""
        if len(digits) > MOST_DIGITS or (len(digits) > 1 and digits[0] == "0"):
            return digit_by_digit(digits, self.cardinal, separator=self.space)
        return self.cardinal(int(digits))

    def split(self, written: str) -> tuple[str, str]:
        """Whole digits and digits after the point; 1.5 is read as meant even where 1,5 is the rule."""
        compact = regex.sub(r"[\s\u00a0\u202f]", "", written)
        other = "." if self.decimal == "," else ","
        if regex.fullmatch(self._grouped, compact):
            return regex.sub(r"[^0-9]", "", compact), ""
        if compact.count(other) == 1 and self.decimal not in compact:
            whole, fraction = compact.split(other)
            return whole, fraction
        whole, _, fraction = (
            compact.rpartition(self.decimal) if self.decimal in compact else (compact, "", "")
        )
        return regex.sub(r"[^0-9]", "", whole), regex.sub(r"[^0-9]", "", fraction)

    def counted(self, written: str, forms: Forms) -> str:
        """A number and what it counts."""
        whole, fraction = self.split(written)
        count = int(whole) if not fraction and len(whole) <= MOST_DIGITS else 2
        # A fraction takes the plural, which is the last form but one where there are three.
        index = len(forms) - 2 if fraction and len(forms) > 2 else self.plural(count)
        words = self.number(written)
        if not fraction:
            words = self.shortened(words)
        return self.space.join([words, forms[min(index, len(forms) - 1)]])

    def shortened(self, words: str) -> str:
        for ending, short in self.before_noun.items():
            if words.endswith(ending):
                return words.removesuffix(ending) + short
        return words
