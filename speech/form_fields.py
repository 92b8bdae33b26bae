"""Fields by which pages ask how something is to be spoken. Whether it can be is `resolve`'s to say."""

from typing import Any

from django import forms

from speech.audio.formats import FORMATS
from speech.engines.checks import LARGEST_SEED
from speech.lexicons.queries import lexicons_of
from speech.text.passages import FASTEST, SLOWEST
from speech.voice_choices import language_choices

FORMAT_LABELS = {
    "mp3": "MP3",
    "wav": "WAV",
    "flac": "FLAC",
    "opus": "Opus",
    "aac": "AAC",
    "pcm": "Raw PCM",
}
SPEED_BOUNDS = f"The speed is a number from {SLOWEST:g} to {FASTEST:g}."
SEED_BOUNDS = f"A seed is a whole number from 0 to {LARGEST_SEED}."


def speed_field() -> forms.FloatField:
    return forms.FloatField(
        min_value=SLOWEST,
        max_value=FASTEST,
        initial=1.0,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), SPEED_BOUNDS),
    )


def format_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[(name, FORMAT_LABELS[name]) for name in FORMATS],
        initial="mp3",
        required=False,
        label="Download as",
    )


def seed_field() -> forms.IntegerField:
    return forms.IntegerField(
        required=False,
        min_value=0,
        max_value=LARGEST_SEED,
        label="Seed",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), SEED_BOUNDS),
    )


def offer_choices(form: forms.Form, *, user: Any) -> None:
    """The languages that are spoken here, and the person's own lexicons."""
    language: Any = form.fields["language"]
    language.choices = [("", "The voice's own"), *language_choices()]
    lexicon: Any = form.fields["lexicon"]
    lexicon.choices = [("", "None"), *((str(known.pk), known.name) for known in lexicons_of(user))]
