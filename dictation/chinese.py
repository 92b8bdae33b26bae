"""Chinese is written in two scripts. A recogniser chooses one, whichever the text before one is in."""

from functools import cache

import opencc

from speech.engines.languages import primary

# As engines and people name them.
_LANGUAGES = frozenset({"zh", "cmn", "yue", "hak", "nan", "wuu"})


def is_chinese(locale: str) -> bool:
    return primary(locale) in _LANGUAGES


def simplified(text: str) -> str:
    return _converted(text, "t2s")


def in_script_of(text: str, heard: str) -> str:
    """What was heard, written as that text is: as one learns it."""
    return simplified(heard) if simplified(text) == text else _converted(heard, "s2t")


def _converted(text: str, way: str) -> str:
    return str(_converter(way).convert(text))


@cache
def _converter(way: str) -> opencc.OpenCC:
    return opencc.OpenCC(way)
