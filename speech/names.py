"""Names, notes and languages as people and programs send them, or what is wrong with them."""

import unicodedata
from typing import Any

from common.errors import InvalidInput
from speech.models import LANGUAGE_MAX_CHARACTERS
from speech.text import InvalidLanguage, TextError, clean, normalise_language


def line_of(text: Any, *, param: str) -> str:
    """One line, as the text is that it is looked for in."""
    return " ".join(text_of(text, param=param).split())


def text_of(text: Any, *, param: str) -> str:
    """Without what can't be shown or stored, and nothing around it."""
    if not isinstance(text, str):
        raise InvalidInput("Send a string.", param=param)
    try:
        return clean(text).strip()
    except TextError as error:
        raise InvalidInput(str(error), param=param, code=error.code) from None


def clean_name(name: Any, *, of: str, most: int) -> str:
    cleaned = line_of(name, param="name")
    if not cleaned:
        raise InvalidInput(f"Give the {of} a name.", param="name")
    if len(cleaned) > most:
        raise InvalidInput(f"A name has {most} characters at most.", param="name")
    return cleaned


def folded(name: str) -> str:
    """What two names have in common that people would call the same."""
    return unicodedata.normalize("NFC", name.casefold())


def require_short(note: str, *, most: int) -> str:
    if len(note) > most:
        raise InvalidInput(f"A note has {most:,} characters at most.", param="note")
    return note


def clean_language(language: Any) -> str:
    """Empty stays empty: what that means is the caller's to say."""
    if not text_of(language, param="language"):
        return ""
    try:
        code = normalise_language(language)
    except InvalidLanguage as error:
        raise InvalidInput(str(error), param="language", code=error.code) from None
    if len(code) > LANGUAGE_MAX_CHARACTERS:
        raise InvalidInput(f"A language has {LANGUAGE_MAX_CHARACTERS} characters at most.", param="language")
    return code
