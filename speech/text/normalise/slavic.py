# ruff: noqa: RUF001 - signs of many scripts are what this is about
"""Polish, Russian, Ukrainian and Czech: numbers in the nominative, and what they count in its three forms."""

from speech.text.normalise.numbers import cardinal_in
from speech.text.normalise.rules import Currency, Forms, Rules, Signs


def polish_plural(number: int) -> int:
    if number == 1:
        return 0
    return 1 if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14 else 2


def russian_plural(number: int) -> int:
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14 else 2


def czech_plural(number: int) -> int:
    if number == 1:
        return 0
    return 1 if 2 <= number <= 4 else 2


_POLISH_UNITS: dict[str, Forms] = {
    "km": ("kilometr", "kilometry", "kilometrów"),
    "m": ("metr", "metry", "metrów"),
    "cm": ("centymetr", "centymetry", "centymetrów"),
    "kg": ("kilogram", "kilogramy", "kilogramów"),
    "g": ("gram", "gramy", "gramów"),
    "l": ("litr", "litry", "litrów"),
    "°C": ("stopień Celsjusza", "stopnie Celsjusza", "stopni Celsjusza"),
}
_RUSSIAN_UNITS: dict[str, Forms] = {
    "км": ("километр", "километра", "километров"),
    "м": ("метр", "метра", "метров"),
    "см": ("сантиметр", "сантиметра", "сантиметров"),
    "кг": ("килограмм", "килограмма", "килограммов"),
    "г": ("грамм", "грамма", "граммов"),
    "л": ("литр", "литра", "литров"),
    "°C": ("градус Цельсия", "градуса Цельсия", "градусов Цельсия"),
}

POLISH = Rules(
    language="pl",
    cardinal=cardinal_in("pl"),
    thousands=". ",
    point="przecinek",
    minus="minus",
    percent="procent",
    plural=polish_plural,
    signs=Signs(at="małpa", dot="kropka", slash="ukośnik", ampersand="i", plus="plus", equals="równa się"),
    currencies={
        "zł": Currency(("złoty", "złote", "złotych"), ("grosz", "grosze", "groszy")),
        "€": Currency(("euro",), ("cent", "centy", "centów")),
        "$": Currency(("dolar", "dolary", "dolarów"), ("cent", "centy", "centów")),
    },
    units=_POLISH_UNITS,
    abbreviations={
        "np.": "na przykład",
        "tzn.": "to znaczy",
        "itd.": "i tak dalej",
        "itp.": "i tym podobne",
        "ul.": "ulica",
        "dr": "doktor",
        "prof.": "profesor",
        "ok.": "około",
        "m.in.": "między innymi",
    },
    to="do",
)

RUSSIAN = Rules(
    language="ru",
    cardinal=cardinal_in("ru"),
    thousands=". ",
    point="запятая",
    minus="минус",
    percent="процентов",
    plural=russian_plural,
    signs=Signs(at="собака", dot="точка", slash="слэш", ampersand="и", plus="плюс", equals="равно"),
    currencies={
        "₽": Currency(("рубль", "рубля", "рублей")),
        "руб.": Currency(("рубль", "рубля", "рублей")),
        "€": Currency(("евро",)),
        "$": Currency(("доллар", "доллара", "долларов")),
    },
    units=_RUSSIAN_UNITS,
    abbreviations={
        "т. е.": "то есть",
        "т.е.": "то есть",
        "т. д.": "так далее",
        "т.д.": "так далее",
        "т. п.": "тому подобное",
        "т.п.": "тому подобное",
        "ул.": "улица",
        "проф.": "профессор",
    },
    to="до",
)

UKRAINIAN = Rules(
    language="uk",
    cardinal=cardinal_in("uk"),
    thousands=". ",
    point="кома",
    minus="мінус",
    percent="відсотків",
    plural=russian_plural,
    signs=Signs(at="равлик", dot="крапка", slash="слеш", ampersand="і", plus="плюс", equals="дорівнює"),
    currencies={"₴": Currency(("гривня", "гривні", "гривень")), "€": Currency(("євро",))},
    to="до",
)

CZECH = Rules(
    language="cs",
    cardinal=cardinal_in("cs"),
    thousands=". ",
    point="celá",
    minus="mínus",
    percent="procent",
    plural=czech_plural,
    signs=Signs(at="zavináč", dot="tečka", slash="lomítko", ampersand="a", plus="plus", equals="rovná se"),
    currencies={"Kč": Currency(("koruna", "koruny", "korun")), "€": Currency(("euro", "eura", "eur"))},
    to="až",
)

RULES = {rules.language: rules for rules in (POLISH, RUSSIAN, UKRAINIAN, CZECH)}
