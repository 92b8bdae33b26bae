"""What is said of a voice and of a consent, judged; every door comes through here."""

from typing import Any

from common.errors import InvalidInput
from speech.engines.languages import canonical_tag
from speech.names import clean_language, clean_name, folded, text_of
from speech.own_voices.models import (
    NAME_MAX_CHARACTERS,
    STATEMENT_MAX_CHARACTERS,
    TRANSCRIPT_MAX_CHARACTERS,
)


def named(name: Any) -> dict[str, str]:
    """Columns of a voice."""
    cleaned = clean_name(name, of="voice", most=NAME_MAX_CHARACTERS)
    return {"name": cleaned, "name_folded": folded(cleaned)}


def consent_name(name: Any) -> str:
    return clean_name(name, of="consent", most=NAME_MAX_CHARACTERS)


def language_tag(language: Any) -> str:
    code = clean_language(language)
    return code and canonical_tag(language.strip())


def transcript_of(text: Any) -> str:
    return _within(text_of(text, param="transcript"), TRANSCRIPT_MAX_CHARACTERS, "transcript")


def statement_of(text: Any) -> str:
    statement = text_of(text, param="consent")
    if not statement:
        raise InvalidInput(
            "Say that whoever is heard agrees to be imitated, and who that is: “This is my own voice.”",
            param="consent",
            code="consent_required",
        )
    return _within(statement, STATEMENT_MAX_CHARACTERS, "consent")


def _within(text: str, most: int, param: str) -> str:
    if len(text) > most:
        raise InvalidInput(f"{most:,} characters are the most here.", param=param)
    return text
