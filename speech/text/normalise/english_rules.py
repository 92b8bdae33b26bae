"""American and British English: the same words, other dates and another `and`."""

from dataclasses import replace

from speech.text.normalise import en_tables as tables
from speech.text.normalise.numbers import cardinal_in, ordinal_in
from speech.text.normalise.rules import Rules, Signs

_BRITISH_UNITS = {
    unit: tuple(form.replace("meter", "metre").replace("liter", "litre") for form in forms)
    for unit, forms in tables.UNITS.items()
}


def _american(number: int) -> str:
    return cardinal_in("en")(number).replace(" and ", " ")


def _american_ordinal(number: int) -> str:
    return ordinal_in("en")(number).replace(" and ", " ")


BRITISH = Rules(
    language="en",
    cardinal=cardinal_in("en"),
    decimal=".",
    thousands=",",
    point="point",
    minus="minus",
    percent="percent",
    signs=Signs(
        at="at",
        dot="dot",
        slash="slash",
        dash="dash",
        underscore="underscore",
        colon="colon",
        hashtag="hashtag",
        ampersand="and",
        plus="plus",
        equals="equals",
        number="number",
        question="question mark",
    ),
    ordinal=ordinal_in("en"),
    units=_BRITISH_UNITS,
    months=tuple(tables.MONTHS),
)
AMERICAN = replace(
    BRITISH,
    cardinal=_american,
    ordinal=_american_ordinal,
    units=tables.UNITS,
    is_month_first=True,
)
