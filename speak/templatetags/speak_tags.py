"""Voices and languages under the names that people know."""

from django import template

from history.models import Entry
from speak.speakers import speaker_title
from speech import catalogue, effect_words, voice_choices
from speech.form_fields import FORMAT_LABELS

register = template.Library()


@register.filter
def voice_title(take: Entry) -> str:
    return take.own_voice_name or voice_choices.voice_title(take.engine, take.voice)


@register.filter
def engine_title(name: str) -> str:
    return catalogue.engine_title(name)


@register.filter
def speaker(take: Entry) -> str:
    return speaker_title(take)


@register.filter
def language_name(tag: str) -> str:
    return voice_choices.language_name(tag)


@register.filter
def effect_labels(take: Entry) -> str:
    return effect_words.effect_labels(take.effects)


@register.simple_tag
def download_formats() -> list[tuple[str, str]]:
    return list(FORMAT_LABELS.items())
