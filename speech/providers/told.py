"""What services tell of their voices, made ours. Nothing in it is believed."""

from typing import Any

from speech.engines.base import Gender
from speech.engines.languages import TAG, canonical_tag
from speech.providers.settings import ProviderSettings


def objects(told: Any, *, or_text: bool = False) -> list[Any]:
    """Those of a list that are objects, or strings where that is how it is told, too."""
    kinds = (dict, str) if or_text else (dict,)
    return [each for each in told if isinstance(each, kinds)] if isinstance(told, list) else []


def text_of(told: Any) -> str:
    return told if isinstance(told, str) else ""


def gender_of(told: Any) -> Gender | None:
    """`Female`, `FEMALE`, `female`; others are none that are known here."""
    try:
        return Gender(text_of(told).lower())
    except ValueError:
        return None


def language_of(told: Any, settings: ProviderSettings) -> str:
    if isinstance(told, str) and TAG.fullmatch(told):
        return canonical_tag(told)
    return usual_language(settings)


def usual_language(settings: ProviderSettings) -> str:
    """Of a voice of which nothing is told: the operator's first."""
    return canonical_tag(settings.languages[0]) if settings.languages else "en-US"
