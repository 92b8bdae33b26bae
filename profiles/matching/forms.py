"""What a person asks of a search for a voice. Whether it can be done is the service's to say."""

from typing import Any

from django import forms

from common.errors import AppError
from profiles.matching.efforts import Effort
from speech.engines.base import Gender, Voice
from speech.engines.languages import primary

LANGUAGE_NAMES = {
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "pt": "Portuguese",
    "hi": "Hindi",
    "ja": "Japanese",
    "cmn": "Chinese",
    "zh": "Chinese",
}


class MatchForm(forms.Form):
    language = forms.ChoiceField(required=False, label="Language of the voices")
    gender = forms.ChoiceField(
        required=False,
        label="Voices of",
        choices=[("", "Women and men"), (Gender.FEMALE, "Women"), (Gender.MALE, "Men")],
    )
    effort = forms.ChoiceField(label="How long", choices=Effort.choices, initial=Effort.USUAL)

    def __init__(self, *args: Any, voices: list[Voice], **kwargs: Any) -> None:
        # On the editor's page there is another language to choose.
        super().__init__(*args, **{"auto_id": "match-%s", **kwargs})
        languages = sorted({primary(voice.language) for voice in voices})
        choice: Any = self.fields["language"]
        choice.choices = [
            ("", "All languages"),
            *((each, LANGUAGE_NAMES.get(each, each)) for each in languages),
        ]

    def refuse(self, error: AppError) -> None:
        self.add_error(error.param if error.param in self.fields else None, error.message)
