# ruff: noqa: RUF001 - signs of many scripts are what this is about
"""English dates, years, decades and times of day."""

import regex

from speech.text.abbreviations import STARTERS
from speech.text.normalise import en_tables as tables
from speech.text.normalise.rules import Rules

Match = regex.Match[str]

_MONTH = "|".join(tables.MONTHS)
_YEAR = r"(?P<year>1[0-9]{3}|20[0-9]{2})"
_MONTH_DAY = regex.compile(
    rf"\b(?P<month>{_MONTH})\s(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?(?![\p{{L}}\p{{N}}:.,]*[0-9])(?:,?\s{_YEAR}\b)?"
    rf"|\b(?P<month>{_MONTH})\s(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?,?\s{_YEAR}\b"
)
_DAY_MONTH = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}.,])(?P<the>the\s)?(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?(?P<of>\sof)?\s(?P<month>{_MONTH})"
    rf"(?:,?\s{_YEAR}\b)?"
)
_ISO = regex.compile(
    r"(?<![\p{L}\p{N}.-])(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![\p{N}-])"
)
_NUMERIC = regex.compile(
    r"(?<![\p{L}\p{N}./-])(?P<first>[0-9]{1,2})([/.])(?P<second>[0-9]{1,2})\2(?P<year>[0-9]{4})(?![\p{N}/-])"
)
_MERIDIEM = r"(?:\s?(?P<half>[AaPp])(?:\.\s?[Mm]\b\.?|[Mm]\b))"
_CLOCK = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}:.,])(?P<hour>[01]?[0-9]|2[0-4])[:](?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9]))?"
    rf"(?![\p{{N}}:]){_MERIDIEM}?"
    rf"|(?<![\p{{L}}\p{{N}}:.,$£€])(?P<hour>1[0-2]|0?[1-9])(?:\.(?P<minute>[0-5][0-9]))?{_MERIDIEM}"
)
_STOPPED_TIME = regex.compile(r"(?<![\p{L}\p{N}:.,])([0-9]{1,2}):([0-5][0-9]\.[0-9]+)(?![\p{N}:])")
_LINES = regex.compile(r"(?<![\p{L}\p{N}.,])(1080|1440|2160)(?=[pi]\b)")
_BARE_MERIDIEM = regex.compile(r"(?<![\p{L}\p{N}.])([ap])\.m\b\.?")
_FOLLOWING = regex.compile(r"""["'”’)\]]*\s+["'“‘(]*(\p{Lu}[\p{L}'’]*)""")
_DECADE = regex.compile(r"(?<![\p{L}\p{N}])(?:(1[0-9]|20)|['’])?([0-9])0['’]?s\b")
_ROUND = regex.compile(r"(?<![\p{L}\p{N}.,])(1000?)['’]?s(?=\sof\b)")
_YEAR_RANGE = regex.compile(
    r"(?<![\p{L}\p{N}.,$£€/-])(1[1-9][0-9]{2}|20[0-9]{2})\s?[-–]\s?(1[1-9][0-9]{2}|20[0-9]{2}|[0-9]{2})(?![\p{N}/–-]|,[0-9])"
)
_LONE_YEAR = regex.compile(
    r"(?<![\p{L}\p{N}.,$£€+:/-])(1[0-9]{3}|20[0-9]{2})(?![\p{L}\p{N}%°/]|[.,:][0-9])(?P<after>['’]s)?"
)
_ERA = regex.compile(r"(?<![\p{L}\p{N}.,])([0-9]{3,4})(?=\s(?:BC|AD|BCE|CE)\b)|(?<=\bAD\s)([0-9]{3,4})\b")
_COUNTED = regex.compile(
    rf"\s(?:more\s|other\s|different\s)?(?:{tables.COUNTED}|(?!{tables.NOT_COUNTED})[a-z]{{2,20}}s\b|%|(?:{tables.UNIT_NAMES})\b)"
)
_DATE_WORD = regex.compile(
    r"\b(?:in|since|by|of|from|until|till|before|after|year|circa|around|during|between|and|to|early|late|mid|"
    r"spring|summer|autumn|fall|winter|January|February|March|April|May|June|July|August|September|October|"
    r"November|December)[\s,(]+$",
    regex.IGNORECASE,
)


def year(number: int, rules: Rules) -> str:
    """1905 -> nineteen oh five, 2000 -> two thousand, 2024 -> twenty twenty-four."""
    century, rest = divmod(number, 100)
    if number < 1000 or 2000 <= number < 2010 or number % 1000 == 0:
        return rules.cardinal(number)
    if not rest:
        return f"{rules.cardinal(century)} hundred"
    return f"{rules.cardinal(century)} {'oh ' if rest < 10 else ''}{rules.cardinal(rest)}"


def dates(text: str, rules: Rules) -> str:
    text = _ISO.sub(lambda found: _named(found, found["month"], found["day"], rules), text)
    text = _NUMERIC.sub(lambda found: _numeric(found, rules), text)
    text = _DAY_MONTH.sub(lambda found: _day_month(found, rules), text)
    return _MONTH_DAY.sub(lambda found: _spoken(found, found["month"], int(found["day"]), rules), text)


def _numeric(found: Match, rules: Rules) -> str:
    first, second = int(found["first"]), int(found["second"])
    month, day = (first, second) if rules.is_month_first else (second, first)
    if month > 12 >= day:
        month, day = day, month
    return _named(found, str(month), str(day), rules)


def _named(found: Match, month: str, day: str, rules: Rules) -> str:
    if not 1 <= int(month) <= 12:
        return found.group()
    return _spoken(found, tables.MONTHS[int(month) - 1], int(day), rules)


def _spoken(found: Match, month: str, day: int, rules: Rules) -> str:
    if not 1 <= day <= 31 or rules.ordinal is None:
        return found.group()
    ending = f", {year(int(found['year']), rules)}" if found["year"] else ""
    return f"{month} {rules.ordinal(day)}{ending}"


def _day_month(found: Match, rules: Rules) -> str:
    day = int(found["day"])
    if not 1 <= day <= 31 or rules.ordinal is None:
        return found.group()
    ending = f", {year(int(found['year']), rules)}" if found["year"] else ""
    article = found["the"] or ("the " if not found["of"] else "")
    return f"{article}{rules.ordinal(day)} of {found['month']}{ending}"


def clock_times(text: str, rules: Rules) -> str:
    text = _STOPPED_TIME.sub(r"\1 \2", text)
    text = _CLOCK.sub(lambda found: _clock(found, rules), text)
    return _BARE_MERIDIEM.sub(_bare_meridiem, text)


def _clock(found: Match, rules: Rules) -> str:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = f"{found['half'].upper()}M" if found["half"] else ""
    words = [rules.cardinal(hour), _minute(hour, minute, half, rules)]
    if found["second"]:
        words.append(f"and {rules.cardinal(int(found['second']))} seconds")
    stop = "." if found.group().endswith(".") and ends_sentence(found) else ""
    return " ".join(filter(None, [*words, half])) + stop


def _bare_meridiem(found: Match) -> str:
    stop = "." if found.group().endswith(".") and ends_sentence(found) else ""
    return f"{found[1].upper()}M{stop}"


def ends_sentence(found: Match) -> bool:
    """Whether a stop that was swallowed with `p.m.` is a sentence's, too."""
    following = _FOLLOWING.match(found.string, found.end())
    if not following:
        return not found.string[found.end() :].strip("\"'”’)] \n")
    return following[1] in STARTERS or (found.group()[-2:-1] in "mM" and not following[1].isupper())


def _minute(hour: int, minute: int, half: str, rules: Rules) -> str:
    if minute:
        return f"{'oh ' if minute < 10 else ''}{rules.cardinal(minute)}"
    if half:
        return ""
    return "o'clock" if 1 <= hour <= 12 else "hundred hours"


def decades_and_years(text: str, rules: Rules) -> str:
    text = _ROUND.sub(lambda found: {"100": "hundreds", "1000": "thousands"}[found[1]], text)
    text = _LINES.sub(lambda found: f"{year(int(found[1]), rules)} ", text)
    text = _DECADE.sub(lambda found: _decade(found, rules), text)
    text = _ERA.sub(lambda found: year(int(found[1] or found[2]), rules), text)
    text = _YEAR_RANGE.sub(lambda found: _years(found, rules), text)
    return _LONE_YEAR.sub(lambda found: _lone_year(found, rules), text)


def _decade(found: Match, rules: Rules) -> str:
    if found[2] == "0":
        return (
            f"{rules.cardinal(int(found[1]))} hundreds"
            if found[1] and found[1] != "20"
            else _thousands(found)
        )
    tens = {1: "tens"}.get(int(found[2]), rules.cardinal(int(found[2]) * 10).removesuffix("y") + "ies")
    return f"{rules.cardinal(int(found[1]))} {tens}" if found[1] else tens


def _thousands(found: Match) -> str:
    return "two thousands" if found[1] else found.group()


def _years(found: Match, rules: Rules) -> str:
    return f"{year(int(found[1]), rules)} to {year(int(found[2]), rules)}"


def _lone_year(found: Match, rules: Rules) -> str:
    text = found.string
    is_dated = _DATE_WORD.search(text[max(0, found.start() - 14) : found.start()])
    if int(found[1]) < 1100 and not is_dated:
        return found.group()
    if _COUNTED.match(text, found.end()) and not (is_dated and int(found[1]) > 1700 and int(found[1]) % 100):
        return found.group()
    return year(int(found[1]), rules) + (found["after"] or "")
