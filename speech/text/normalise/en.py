# ruff: noqa: RUF001 - signs of many scripts are what this is about
"""English: the steps that the shared ones can't do, in the order in which they must come."""

import regex

from speech.text.abbreviations import STARTERS
from speech.text.normalise import en_tables as tables
from speech.text.normalise import steps
from speech.text.normalise.en_dates import clock_times, dates, decades_and_years, ends_sentence
from speech.text.normalise.numbers import digit_by_digit
from speech.text.normalise.rules import Rules

Match = regex.Match[str]

_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])(?:\.[0-9]++)?|[0-9]++(?:\.[0-9]++)?)"
_SCALE = r"(?P<scale>million|billion|trillion|thousand|hundred|[kKmMbB](?:n)?|tn)"

_TITLES = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}.])({'|'.join(map(regex.escape, tables.TITLES))})\.(?=\s*\p{{L}})(?![\p{{L}}])"
)
_WORDS = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}.])({'|'.join(map(regex.escape, sorted(tables.WORDS, key=len, reverse=True)))})"
    r"(?![\p{L}\p{N}])"
)
_MONTH_OR_DAY = regex.compile(
    rf"\b({'|'.join(tables.SHORT_DATES)})\.(?=[\s,]|$)|\b({tables.SHORT_MONTHS})(?=\s[0-9])"
)
_STARTER = rf"(?:{'|'.join(sorted(STARTERS))})\b"
_SAINT = regex.compile(
    rf"\bSt\.?(?=\s(?!{_STARTER})\p{{Lu}}\p{{Ll}})(?<![0-9]\p{{L}}?\s\p{{Lu}}\p{{Ll}}{{1,20}}\sSt\.?)"
)
_STREET = regex.compile(
    r"(?<=(?:\p{Lu}[\p{L}']{1,30}|[0-9](?:st|nd|rd|th))\s)(St|Ave|Blvd|Rd|Ln|Hwy|Sq)\.?(?![\p{L}\p{N}'])(?!\.\p{L})"
)
_BEFORE_NUMBER = regex.compile(
    r"\b(No|Nos|no|Fig|fig|Vol|vol|pp|p|Ch|ch|Sec|sec|Eq|Ext|ext|Art)\.\s?(?=[0-9])"
)
_ACRONYM = regex.compile(r"(?<![\p{L}\p{N}.])((?:\p{Lu}\.){2,8})(?!\p{L}\.)")
_INITIAL = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}.'’])(\p{{Lu}})\.(?!\s(?:{'|'.join(sorted(STARTERS))})\b)(?=\s?\p{{Lu}}[\p{{L}}.])"
)
_MONEY = regex.compile(
    rf"(?P<code>[A-Z]{{2}})?(?P<sign>[$£€¥₹₩₽])\s?(?P<number>{_NUMBER})(?:(?:\s|-)?{_SCALE}(?![\p{{L}}\p{{N}}]))?"
)
_MONEY_AFTER = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}.,])(?P<number>{_NUMBER})(?:\s?{_SCALE})?\s?(?P<sign>[€£$¥¢₹]|USD|EUR|GBP|JPY|INR|CHF)"
    r"(?![\p{L}\p{N}])"
)
_CODE_BEFORE = regex.compile(r"(?<![\p{L}\p{N}])(USD|EUR|GBP|JPY|INR)\s(?=[0-9])")
_SUM_RANGE = regex.compile(rf"(?P<sign>[$£€])(?P<number>{_NUMBER})\s?[-–]\s?(?:(?P=sign))?(?={_NUMBER})")
_PERCENT_RANGE = regex.compile(rf"({_NUMBER})\s?(%|°[CF]?)\s?[-–]\s?(?={_NUMBER}\s?\2)")
_EVEN_ODDS = regex.compile(r"(?<![\p{L}\p{N}.-])([0-9]{1,3})-(?=\1(?![\p{L}\p{N}.-]))")
_SHORT_UNIT = regex.compile(r"(?<=[0-9]\s?)(lbs?|oz|ft|yd|mi|mins?|sec|hrs?|tsp|tbsp)\.(?=\s\p{Ll}|,)")
_RATIO = regex.compile(r"(?<![\p{L}\p{N}:.])([0-9]{1,4}):(?=[0-9]{1,4}(?![\p{N}:]))")
_PHONE = regex.compile(
    r"(?<![\p{L}\p{N}.,/-])(?:\+?([0-9]{1,3})[ .-])?(?:\(([0-9]{3})\)\s?|([0-9]{3})[ .-])"
    r"([0-9]{3})[ .-]([0-9]{4})(?![0-9-])"
    r"|(?<![\p{L}\p{N}.,/-])\+[0-9](?:[ -]?[0-9]){6,13}(?![0-9-])"
)
_CODE = regex.compile(r"(?<![\p{L}\p{N}.,/-])[0-9]++(?:-[0-9]++){2,}(?![\p{L}\p{N}-])")
_SHORT_NUMBER = regex.compile(
    r"(?<=\b(?:[Cc]all|[Dd]ial|[Tt]ext)\s)[0-9]{3}(?![\p{N}-]|[.,][0-9]|\s\p{Ll}{2,}s\b)"
)
_SHORT_PHONE = regex.compile(r"(?<![\p{L}\p{N}.,/-])(?:[0-9]{3}-[0-9]{4})(?![0-9-])")
_ROMAN_AFTER = regex.compile(rf"\b({'|'.join(tables.NUMBERED)})\s([IVXL]{{1,7}})(?![\p{{L}}\p{{N}}'’])")
_REGNAL = regex.compile(
    rf"\b({'|'.join(tables.REGNAL)})\s([IVX]{{1,6}})(?![\p{{L}}\p{{N}}])(?!\.\s?\p{{Lu}}\.)"
)
_ORDINAL = regex.compile(
    r"(?<![\p{L}\p{N}.])([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(st|nd|rd|th)\b", regex.IGNORECASE
)
_FRACTION = regex.compile(
    r"(?<![\p{N}/.,-])(?:([0-9]{1,4})\s)?([0-9]{1,2})\s?[/⁄]\s?([0-9]{1,2})(?![\p{N}/]|\.[0-9])"
)
_HEIGHT = regex.compile(r"(?<![\p{L}\p{N}])([0-9])['′’]\s?([0-9]{1,2})(?:[\"″”]|'')?(?![\p{L}\p{N}])")
_TIMES_AS_MUCH = regex.compile(rf"(?<![\p{{L}}\p{{N}}.,])({_NUMBER})\s?[x×]\s?(?={_NUMBER}|\s|$|[.,;!?)])")
_SCALED = regex.compile(rf"(?<![\p{{L}}\p{{N}}.,])({_NUMBER})(bn|tn)(?![\p{{L}}\p{{N}}])")
_APPROXIMATELY = regex.compile(r"(?<![\p{L}\p{N}~])~\s?(?=[0-9$£€])")
_NUMBER_SIGN = regex.compile(r"(?<![\p{L}\p{N}&])#(?=[0-9])")
_RANGE = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}.,/–-])([$£€]?{_NUMBER})\s?[-–]\s?(?=[$£€]?{_NUMBER}(?![\p{{N}}/–-]))"
)
_HYPHENED = regex.compile(r"(?<=\p{L})-(?=[0-9])|(?<=[0-9])-(?=\p{L})")
_SLASH = regex.compile(r"(?<=\p{L})/(?=\p{L})")
_COMPARISON = regex.compile(r"(?<=[\p{N}\p{L})\s])\s?([<>≤≥≈≠±÷×→])\s?(?=[\p{N}\p{L}(\s-])")


def normalise_english(text: str, rules: Rules) -> str:
    text = steps.latin_digits(text, rules)
    text = steps.web(text, rules)
    for step in (words, steps.minus, money, dates, clock_times, phones, romans):
        text = step(text, rules)
    text = decades_and_years(text, rules)
    for step in (ordinals, measures, fractions, ranges):
        text = step(text, rules)
    text = steps.units(text, rules)
    return signs(steps.numbers(_HYPHENED.sub(" ", text), rules), rules)


def words(text: str, rules: Rules) -> str:
    """Abbreviations. The stop at a sentence's end stays, for it is the sentence's own."""
    text = _SHORT_UNIT.sub(r"\1", text)
    text = _BEFORE_NUMBER.sub(lambda found: tables.BEFORE_NUMBERS[found[1].lower()] + " ", text)
    text = _TITLES.sub(lambda found: tables.TITLES[found[1]], text)
    text = _SAINT.sub("Saint", text)
    text = _STREET.sub(_street, text)
    text = _MONTH_OR_DAY.sub(lambda found: tables.SHORT_DATES[found[1] or found[2]], text)
    text = _WORDS.sub(_word, text)
    text = _ACRONYM.sub(_acronym, text)
    return _INITIAL.sub(r"\1", text)


def _street(found: Match) -> str:
    stop = "." if found.group().endswith(".") and ends_sentence(found) else ""
    return tables.STREETS[found[1]] + stop


def _word(found: Match) -> str:
    stop = "." if found.group().endswith(".") and ends_sentence(found) else ""
    return tables.WORDS[found.group()] + stop


def _acronym(found: Match) -> str:
    letters = " ".join(found[1].replace(".", ""))
    return letters + ("." if ends_sentence(found) else "")


def money(text: str, rules: Rules) -> str:
    text = _SUM_RANGE.sub(r"\g<number> to \g<sign>", _APPROXIMATELY.sub("about ", text))
    text = _CODE_BEFORE.sub(lambda found: tables.CODES[found[1]], text)
    text = _MONEY.sub(lambda found: _amount(found, rules), text)
    return _MONEY_AFTER.sub(lambda found: _amount(found, rules), text)


def _amount(found: Match, rules: Rules) -> str:
    sign = tables.CODES.get(found["sign"], found["sign"])
    currency = tables.CURRENCIES[sign]
    country = tables.DOLLARS.get(found.groupdict().get("code") or "", "")
    before = found.groupdict().get("code") if not country and found.groupdict().get("code") else ""
    forms = tuple(f"{country} {form}" for form in currency.forms) if country else currency.forms
    return " ".join(filter(None, [before, _sum(found, forms, currency.minor, rules)]))


def _sum(found: Match, forms: tuple[str, ...], minor: tuple[str, ...], rules: Rules) -> str:
    if found["scale"]:
        scale = tables.SCALES.get(found["scale"].lower(), found["scale"])
        is_measure = found.string.endswith(("a ", "A ", "an "), 0, found.start()) or found.string.startswith(
            "-", found.end()
        )
        return f"{rules.number(found['number'])} {scale} {forms[0 if is_measure else -1]}"
    whole, fraction = rules.split(found["number"])
    if len(fraction) != 2 or not minor:
        return rules.counted(found["number"], forms)
    pence = rules.counted(str(int(fraction)), minor)
    if not int(whole) and int(fraction):
        return pence
    pounds = rules.counted(whole, forms)
    return f"{pounds} and {pence}" if int(fraction) else pounds


def phones(text: str, rules: Rules) -> str:
    for pattern in (_PHONE, _SHORT_PHONE, _CODE, _SHORT_NUMBER):
        text = pattern.sub(lambda found: _phone(found, rules), text)
    return text


def _phone(found: Match, rules: Rules) -> str:
    groups = regex.findall(r"[0-9]+", found.group())
    plus = "plus " if found.group().startswith("+") else ""
    return plus + ", ".join(digit_by_digit(group, rules.cardinal) for group in groups)


def romans(text: str, rules: Rules) -> str:
    text = _ROMAN_AFTER.sub(lambda found: _numbered(found, rules), text)
    return _REGNAL.sub(lambda found: _regnal(found, rules), text)


def _numbered(found: Match, rules: Rules) -> str:
    value = roman_value(found[2])
    return f"{found[1]} {rules.cardinal(value)}" if value else found.group()


def _regnal(found: Match, rules: Rules) -> str:
    value = roman_value(found[2])
    is_pronoun = found[2] == "I" and not regex.match(
        r"\s(?:of|was|and)\b|[,.;)]", found.string[found.end() :]
    )
    if not value or is_pronoun or rules.ordinal is None:
        return found.group()
    return f"{found[1]} the {rules.ordinal(value)}"


def roman_value(numeral: str) -> int | None:
    """None where the letters are no well-formed numeral."""
    if not regex.fullmatch(r"(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})", numeral) or not numeral:
        return None
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[letter] for letter in numeral]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def ordinals(text: str, rules: Rules) -> str:
    ordinal = rules.ordinal or rules.cardinal
    return _ORDINAL.sub(lambda found: ordinal(int(found[1].replace(",", ""))), text)


def measures(text: str, rules: Rules) -> str:
    text = _HEIGHT.sub(
        lambda found: f"{rules.cardinal(int(found[1]))} foot {rules.cardinal(int(found[2]))}", text
    )
    text = _SCALED.sub(lambda found: f"{found[1]} {tables.SCALES[found[2]]}", text)
    return _TIMES_AS_MUCH.sub(lambda found: _times(found), text)


def _times(found: Match) -> str:
    following = found.string[found.end() : found.end() + 1]
    return f"{found[1]} by " if following.isdigit() else f"{found[1]} times"


def fractions(text: str, rules: Rules) -> str:
    return _FRACTION.sub(lambda found: _fraction(found, rules), text)


def _fraction(found: Match, rules: Rules) -> str:
    whole, top, bottom = found[1], int(found[2]), int(found[3])
    if bottom < 2 or top >= bottom or top == 0 or (top, bottom) == (9, 11):
        # 24/7, 9/11, a score: no part of a whole.
        begin = f"{rules.whole(whole)} " if whole else ""
        return f"{begin}{rules.whole(found[2])} {rules.whole(found[3])}"
    many = top > 1
    name = {2: "half", 4: "quarter"}.get(bottom) or (rules.ordinal or rules.cardinal)(bottom)
    part = f"{rules.cardinal(top)} {name}{'s' if many else ''}"
    if not whole:
        return part
    return f"{rules.cardinal(int(whole))} and {'a ' + name if top == 1 else part}"


def ranges(text: str, rules: Rules) -> str:
    text = _EVEN_ODDS.sub(r"\1 ", text)
    text = _RANGE.sub(r"\1 to ", _PERCENT_RANGE.sub(r"\1 to ", text))
    text = _RATIO.sub(r"\1 to ", text)
    return _NUMBER_SIGN.sub("number ", text)


def signs(text: str, rules: Rules) -> str:
    text = _COMPARISON.sub(lambda found: f" {tables.COMPARISONS[found[1]]} ", text)
    text = _SLASH.sub(" ", text).replace("°", " degrees ").replace("%", " percent ")
    text = regex.sub(r"(?<=\p{L})\+(?=\s|$)", " plus", text)
    for sign, said in tables.SIGNS.items():
        text = text.replace(sign, f" {said} ")
    text = steps.symbols(text, rules)
    return regex.sub(r"\s+([,.;:!?])", r"\1", text)
