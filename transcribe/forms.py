"""What is asked for on the Transcribe page. Whether it can be heard is `resolve`'s to say, not the form's."""

from typing import Any

from django import forms

from common.errors import AppError
from speech.recognition.base import Task
from transcribe.choices import language_title, model_choices, usual_model
from transcribe.wishes import PROMPT_MAX_CHARACTERS, Asked, keywords_of, language_of

# What a service calls it, and the field it was filled into.
FIELD_OF_PARAM = {"task": "translate", "has_speakers": "speakers"}
REMEMBERED = ("model", "language", "speakers", "translate", "prompt", "keywords")


class TranscribeForm(forms.Form):
    model = forms.ChoiceField(label="Model")
    language = forms.CharField(required=False, max_length=60, label="Language")
    speakers = forms.BooleanField(required=False, label="Tell speakers apart")
    translate = forms.BooleanField(required=False, label="Translate into English")
    prompt = forms.CharField(
        required=False,
        max_length=PROMPT_MAX_CHARACTERS,
        label="Prompt",
        help_text="A sentence in the style, and with the names, that you expect.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    keywords = forms.CharField(
        required=False,
        max_length=5_000,
        label="Keywords",
        help_text="Words that are likely to be said, between commas.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model: Any = self.fields["model"]
        model.choices = model_choices()
        model.initial = usual_model()

    def clean_language(self) -> str:
        try:
            return language_of(self.cleaned_data["language"])
        except AppError as error:
            raise forms.ValidationError(error.message) from None

    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(
            model=data["model"],
            language=data["language"],
            task=Task.TRANSLATE if data["translate"] else Task.TRANSCRIBE,
            prompt=data["prompt"],
            keywords=keywords_of(data["keywords"]),
            speakers=data["speakers"],
        )

    def settings(self) -> dict[str, Any]:
        """To begin with next time."""
        kept = {name: self.cleaned_data[name] for name in REMEMBERED}
        return {**kept, "language": language_title(kept["language"]) if kept["language"] else ""}

    def refuse(self, error: AppError) -> None:
        """The service's sentence at the field it is about."""
        name = FIELD_OF_PARAM.get(error.param or "", error.param or "")
        self.add_error(name if name in self.fields else None, error.message)
