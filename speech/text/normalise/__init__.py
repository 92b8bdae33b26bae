# ruff: noqa: RUF001 - signs of many scripts are what this is about
"""Written text as it is said. A language without rules keeps its digits: its engine may know better."""

from functools import lru_cache
from types import MappingProxyType

import regex

from speech.text.languages import base_language, region_of
from speech.text.normalise import asian, germanic, romance, slavic, steps
from speech.text.normalise.en import normalise_english
from speech.text.normalise.english_rules import AMERICAN, BRITISH
from speech.text.normalise.numbers import cardinal_in, digit_by_digit, is_countable
from speech.text.normalise.rules import Rules

_RULES = MappingProxyType(romance.RULES | germanic.RULES | slavic.RULES | asian.RULES)
# A step may uncover what an earlier one would have taken; twice is enough for all that was ever seen.
_MOST_ROUNDS = 4
_CHINESE_YEAR = regex.compile(r"[0-9]{4}(?=年)")
_CHINESE_PERCENT = regex.compile(r"([0-9]+(?:\.[0-9]+)?)\s?%")


def normalise(text: str, language: str) -> str:
    """Numbers, signs and abbreviations in words. What is normal already stays as it is."""
    for _ in range(_MOST_ROUNDS):
        said = steps.tidy(_once(steps.tidy(text), language))
        if said == text:
            break
        text = said
    return text


def say_as(text: str, kind: str, form: str | None = None, *, language: str) -> str:
    """One of SSML's ways of reading; what doesn't fit its kind is read as usual."""
    rules = rules_for(language)
    if rules is None:
        return " ".join(text) if kind in ("characters", "spell-out") else text
    written = text.strip()
    if kind in ("characters", "spell-out"):
        return steps.spelled(written, rules)
    if kind in ("digits", "telephone"):
        return _grouped_digits(written, rules)
    if kind in ("cardinal", "ordinal"):
        return _counted(written, kind, rules, language)
    if kind == "date":
        return normalise(_dated(written, form or "", rules), language)
    return normalise(written, language)


@lru_cache(maxsize=64)
def rules_for(language: str) -> Rules | None:
    base = base_language(language)
    if base == "en":
        return BRITISH if region_of(language) not in (None, "US", "CA", "PH") else AMERICAN
    if base in _RULES:
        return _RULES[base]
    # Plain whole numbers only: what its signs mean is not known here.
    return Rules(language=base, cardinal=cardinal_in(base)) if is_countable(base) else None


def _once(text: str, language: str) -> str:
    rules = rules_for(language)
    if rules is None:
        return text
    if rules.language == "en":
        return normalise_english(text, rules)
    if rules.language == "zh":
        text = _chinese(text, rules)
    for step in steps.SHARED:
        text = step(text, rules)
    return text


def _chinese(text: str, rules: Rules) -> str:
    """Years digit by digit, and the percent before its number."""
    text = steps.latin_digits(text, rules)
    text = _CHINESE_YEAR.sub(lambda found: digit_by_digit(found.group(), rules.cardinal, separator=""), text)
    return _CHINESE_PERCENT.sub(lambda found: f"百分之{rules.number(found[1])}", text)


def _grouped_digits(written: str, rules: Rules) -> str:
    groups = regex.findall(r"\p{Nd}+", written)
    plus = f"{rules.signs.plus} " if written.startswith("+") else ""
    return plus + ", ".join(digit_by_digit(group, rules.cardinal) for group in groups) if groups else written


def _counted(written: str, kind: str, rules: Rules, language: str) -> str:
    digits = regex.sub(r"[\s.,'’](?=\p{Nd}{3}\b)", "", written)
    found = regex.fullmatch(r"(-?)(\p{Nd}{1,15})\p{L}{0,3}[.ºª°]?", digits)
    if not found:
        return normalise(written, language)
    count = rules.ordinal if kind == "ordinal" and rules.ordinal else rules.cardinal
    return f"{rules.minus} {count(int(found[2]))}" if found[1] else count(int(found[2]))


def _dated(written: str, form: str, rules: Rules) -> str:
    """Put in the order of ISO, which every language's rules read."""
    parts = regex.findall(r"[0-9]+", written)
    order = form.lower()
    if len(parts) != 3 or sorted(order) != ["d", "m", "y"]:
        return written
    by_letter = dict(zip(order, parts, strict=True))
    return f"{by_letter['y']:0>4}-{by_letter['m']:0>2}-{by_letter['d']:0>2}"


__all__ = ["normalise", "rules_for", "say_as"]
