"""Voices and languages under the names that people know."""

from django import template

from history.models import Entry
from speak import voices
from speak.forms import FORMAT_LABELS
from speech import catalogue, effect_words

register = template.Library()


@register.filter
def voice_title(take: Entry) -> str:
    return voices.voice_title(take.engine, take.voice)


@register.filter
def engine_title(take: Entry) -> str:
    return catalogue.engine_title(take.engine)


@register.filter
def language_name(tag: str) -> str:
    return voices.language_name(tag)


@register.filter
def effect_labels(take: Entry) -> str:
    return effect_words.effect_labels(take.effects)


@register.simple_tag
def download_formats() -> list[tuple[str, str]]:
    return list(FORMAT_LABELS.items())
