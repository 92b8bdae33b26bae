# ruff: noqa: RUF001 - signs of many scripts are what this is about
"""The rules applied, one kind of thing after the other. Each step takes a text and gives a text."""

from collections.abc import Callable
from functools import lru_cache

import regex

from speech.text.cleaning import without_pictures
from speech.text.normalise.numbers import digit_by_digit
from speech.text.normalise.rules import Currency, Rules

Match = regex.Match[str]
Step = Callable[[str, Rules], str]

NOT_AFTER_WORD = r"(?<![\p{L}\p{N}_])(?<![0-9][.,])"
NOT_BEFORE_WORD = r"(?![\p{L}\p{N}_])"

_URL = regex.compile(
    r"(?<![\p{L}\p{N}@])(?:(?:https?|ftp)://|www\.)[^\s<>\"“”«»（）。、，]{2,500}"
    r"|(?<![\p{L}\p{N}@.])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,3}"
    r"\.(?:com|org|net|edu|gov|info|io|dev|app|ai|co\.uk|uk|de|fr|es|it|nl|br|jp|cn|in|eu)"
    r"(?:/[^\s<>\"“”«»]{0,300})?(?![\p{L}\p{N}@-])",
    regex.IGNORECASE,
)
_EMAIL = regex.compile(
    r"(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}+@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}"
)
_HASHTAG = regex.compile(r"(?<![\p{L}\p{N}&/#])#(?=\p{L})([\p{L}\p{M}\p{N}_]{1,100})")
_MENTION = regex.compile(r"(?<![\p{L}\p{N}@])@(?=[\p{L}\p{N}_])")
_CAMEL = regex.compile(r"(?<=\p{Ll})(?=\p{Lu})|_")
_MARKDOWN = regex.compile(
    r"(?m)^\s{0,8}(?:#{1,6}|[*•‣▪◦·>+]|-(?=\s))\s+|\*\*|(?<![\p{L}\p{N}])(?:[*_`]+|~~+)|(?:[*_`]+|~~+)(?![\p{L}\p{N}])|[`|\\•]"
)
_SPACES = regex.compile(r"(?:(?!(?<=[0-9])[\u00a0\u202f\u2009](?=[0-9]{3}))[^\S\n])++|\s*+\n\s*+")
_LOWERED_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_DIGITS = regex.compile(r"(?![0-9])\p{Nd}")
_FRACTION_SIGNS = str.maketrans(
    {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3", "⅛": " 1/8"}
)
_STRAIGHT = str.maketrans({"−": "-", "\u2011": "-", "\u2009": "\u202f", "．": ".", "％": "%", "＆": "&"})


def tidy(text: str) -> str:
    """For every language: no pictures, no layout signs, single spaces."""
    text = _MARKDOWN.sub(" ", without_pictures(text))
    return _SPACES.sub(" ", text).strip()


def latin_digits(text: str, rules: Rules) -> str:
    text = text.translate(_FRACTION_SIGNS).translate(_STRAIGHT).translate(_LOWERED_DIGITS)
    return _DIGITS.sub(lambda found: str(int(found.group())), text)


def web(text: str, rules: Rules) -> str:
    text = _EMAIL.sub(lambda found: _address(found.group(), rules), text)
    text = _URL.sub(lambda found: _url(found, rules), text)
    text = _HASHTAG.sub(lambda found: f"{rules.signs.hashtag} {_CAMEL.sub(' ', found[1])}", text)
    return _MENTION.sub(f"{rules.signs.at} ", text)


def abbreviations(text: str, rules: Rules) -> str:
    if not rules.abbreviations:
        return text
    return _abbreviation_pattern(tuple(rules.abbreviations)).sub(
        lambda found: rules.abbreviations.get(found.group()) or rules.abbreviations[_uncapped(found.group())],
        text,
    )


def money(text: str, rules: Rules) -> str:
    if not rules.currencies:
        return text
    signs = "|".join(regex.escape(sign) for sign in sorted(rules.currencies, key=len, reverse=True))
    scale = rf"(?:\s?(?P<scale>{'|'.join(rules.scales)})\b)?" if rules.scales else "(?P<scale>(?!))?"
    number = rf"(?P<number>{rules.number_pattern})"
    for pattern in (
        rf"(?<![\p{{L}}\p{{N}}])(?P<sign>{signs})\s?{number}{scale}",
        rf"{NOT_AFTER_WORD}{number}{scale}\s?(?P<sign>{signs}){NOT_BEFORE_WORD}",
    ):
        text = _compiled(pattern).sub(lambda found: _amount(found, rules), text)
    return text


def dates(text: str, rules: Rules) -> str:
    if not rules.date:
        return text
    text = _compiled(r"(?<![\d/.-])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![\d-])").sub(
        lambda found: _date(found, rules, year=found[1], month=found[2], day=found[3]), text
    )
    day, month = (2, 1) if rules.is_month_first else (1, 2)
    return _compiled(r"(?<![\d/.-])([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})(?![\d/-])").sub(
        lambda found: _date(
            found,
            rules,
            year=found[4],
            month=(found[1], found[3])[month - 1],
            day=(found[1], found[3])[day - 1],
        ),
        text,
    )


def minus(text: str, rules: Rules) -> str:
    if not rules.minus:
        return text
    return _compiled(r"(?<=^|[\s(])-(?=[0-9])").sub(f"{rules.minus}{rules.space}", text)


def times(text: str, rules: Rules) -> str:
    if not rules.time:
        return text
    pattern = (
        r"(?<![\d:.,])([01]?[0-9]|2[0-3])[:h]([0-5][0-9])(?::([0-5][0-9]))?(?![\d:])(?:\s?(?:h|Uhr|uur)\b)?"
    )
    return _compiled(pattern).sub(lambda found: clock(int(found[1]), int(found[2]), rules), text)


def ordinals(text: str, rules: Rules) -> str:
    if not rules.ordinal or not rules.ordinal_mark:
        return text
    ordinal = rules.ordinal
    pattern = rf"{NOT_AFTER_WORD}([0-9]{{1,9}})(?P<mark>{rules.ordinal_mark}){NOT_BEFORE_WORD}"
    return _compiled(pattern).sub(lambda found: ordinal(int(found[1])), text)


def units(text: str, rules: Rules) -> str:
    forms = dict(rules.units)
    if rules.percent:
        forms["%"] = (rules.percent,)
    if not forms:
        return text
    names = "|".join(regex.escape(unit) for unit in sorted(forms, key=len, reverse=True))
    pattern = rf"{NOT_AFTER_WORD}({rules.number_pattern})\s?({names})(?![\p{{L}}\p{{N}}²³/])"
    return _compiled(pattern).sub(lambda found: rules.counted(found[1], forms[found[2]]), text)


def ranges(text: str, rules: Rules) -> str:
    if not rules.to:
        return text
    pattern = (
        rf"{NOT_AFTER_WORD}(?<![-–])({rules.number_pattern})\s?[-–]\s?(?={rules.number_pattern}(?![-–0-9]))"
    )
    joint = f"{rules.space}{rules.to}{rules.space}"
    return _compiled(pattern).sub(lambda found: found[1] + joint, text)


def numbers(text: str, rules: Rules) -> str:
    if not rules.point:
        return _compiled(r"(?<![\p{N}.,])[0-9]++(?![.,]?[0-9])").sub(
            lambda found: _apart(found, rules.whole(found.group()), rules), text
        )
    text = _compiled(r"[0-9]++(?:\.[0-9]++){2,}").sub(lambda found: _version(found.group(), rules), text)
    return _compiled(rules.number_pattern).sub(
        lambda found: _apart(found, rules.number(found.group()), rules), text
    )


def symbols(text: str, rules: Rules) -> str:
    signs = rules.signs
    for sign, words in (("&", signs.ampersand), ("+", signs.plus), ("=", signs.equals), ("@", signs.at)):
        if words != sign:
            text = text.replace(sign, f" {words} ")
    return text


def clock(hour: int, minute: int, rules: Rules) -> str:
    template = rules.time if minute else rules.whole_hour
    return template.format(hour=rules.cardinal(hour), minute=rules.cardinal(minute))


def _uncapped(name: str) -> str:
    return name[:1].lower() + name[1:]


def _apart(found: Match, words: str, rules: Rules) -> str:
    """Words next to letters need a space that digits do not: MP3, 5G."""
    if not rules.space:
        return words
    text, start, end = found.string, found.start(), found.end()
    before = " " if start and text[start - 1].isalpha() else ""
    after = " " if end < len(text) and text[end].isalpha() else ""
    return before + words + after


def _version(written: str, rules: Rules) -> str:
    if regex.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+", written) and "." in rules.thousands:
        return rules.number(written)
    return f" {rules.point} ".join(rules.whole(part) for part in written.split("."))


def _amount(found: Match, rules: Rules) -> str:
    currency = rules.currencies[found["sign"]]
    if found["scale"]:
        link = rules.scale_link
        return f"{rules.number(found['number'])} {found['scale']}{link}{currency.forms[-1]}"
    whole, fraction = rules.split(found["number"])
    if len(fraction) == 2 and currency.minor:
        return _major_and_minor(whole, fraction, currency, rules)
    return rules.counted(found["number"], currency.forms)


def _major_and_minor(whole: str, fraction: str, currency: Currency, rules: Rules) -> str:
    minor = rules.counted(str(int(fraction)), currency.minor)
    if not int(whole) and int(fraction):
        return minor
    major = rules.counted(whole, currency.forms)
    if not int(fraction):
        return major
    return major + rules.money_joint + (minor if rules.says_minor else rules.cardinal(int(fraction)))


def _date(found: Match, rules: Rules, *, year: str, month: str, day: str) -> str:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return found.group()
    spoken_day = rules.first_day if int(day) == 1 and rules.first_day else rules.cardinal(int(day))
    spoken_year = rules.cardinal(int(year))
    return rules.date.format(day=spoken_day, month=rules.months[int(month) - 1], year=spoken_year)


def _url(found: Match, rules: Rules) -> str:
    written = found.group()
    bare = written.rstrip(".,;:!?)]}'’…")
    said = regex.sub(r"(?i)^(?:https?|ftp)://", "", bare).removesuffix("/")
    return _address(said, rules) + written[len(bare) :] if said else written


def _address(written: str, rules: Rules) -> str:
    signs = rules.signs
    said = {
        "@": signs.at,
        ".": signs.dot,
        "/": signs.slash,
        "-": signs.dash,
        "_": signs.underscore,
        ":": signs.colon,
        "?": signs.question,
        "=": signs.equals,
        "&": signs.ampersand,
        "#": signs.hashtag,
        "%": rules.percent or " ",
        "+": signs.plus,
        "~": " ",
    }
    parts = regex.split(r"([@./\-_:?=&#%+~])", written)
    return " ".join(said.get(part, part) for part in parts if part.strip())


@lru_cache(maxsize=32)
def _abbreviation_pattern(names: tuple[str, ...]) -> "regex.Pattern[str]":
    # At a sentence's beginning they have a capital.
    written = "|".join(
        f"[{name[0]}{name[0].upper()}]{regex.escape(name[1:])}"
        for name in sorted(names, key=len, reverse=True)
    )
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}.])(?:{written})(?![\p{{L}}\p{{N}}])")


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> "regex.Pattern[str]":
    return regex.compile(pattern)


def spelled(text: str, rules: Rules) -> str:
    """Letter by letter, digits as words."""
    said = {"@": rules.signs.at, ".": rules.signs.dot, "-": rules.signs.dash, "_": rules.signs.underscore}
    words = [
        digit_by_digit(c, rules.cardinal) if c.isdecimal() else said.get(c, c.upper())
        for c in text
        if not c.isspace()
    ]
    return " ".join(words)


SHARED: tuple[Step, ...] = (
    latin_digits,
    web,
    abbreviations,
    minus,
    money,
    dates,
    times,
    ordinals,
    units,
    ranges,
    numbers,
    symbols,
)
