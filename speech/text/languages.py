"""Language codes as people and programs write them, made one (BCP 47)."""

import regex

from speech.text.errors import InvalidLanguage

_TAG = regex.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,6}")
# Macro-languages and three-letter codes that engines know by their two letters.
_SHORTER = {
    "cmn": "zh",
    "zho": "zh",
    "eng": "en",
    "spa": "es",
    "fra": "fr",
    "ita": "it",
    "por": "pt",
    "hin": "hi",
    "jpn": "ja",
    "deu": "de",
    "nld": "nl",
    "pol": "pl",
    "rus": "ru",
    "ukr": "uk",
    "ara": "ar",
    "arb": "ar",
    "tha": "th",
    "kor": "ko",
    "tur": "tr",
    "swe": "sv",
    "iw": "he",
    "in": "id",
    "nb": "no",
}


def normalise_language(code: str) -> str:
    """`en_us` -> `en-US`, `cmn` -> `zh`, `zh-hans-cn` -> `zh-Hans-CN`."""
    tag = code.strip().replace("_", "-")
    if not _TAG.fullmatch(tag):
        raise InvalidLanguage(code)
    first, *rest = tag.lower().split("-")
    return "-".join([_SHORTER.get(first, first), *map(_cased, rest)])


def base_language(code: str) -> str:
    """`pt-BR` -> `pt`."""
    return normalise_language(code).split("-")[0]


def region_of(code: str) -> str | None:
    """`en-GB` -> `GB`, `zh-Hans-CN` -> `CN`, `en` -> None."""
    regions = [part for part in normalise_language(code).split("-")[1:] if len(part) == 2 and part.isupper()]
    return regions[0] if regions else None


def _cased(part: str) -> str:
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part
