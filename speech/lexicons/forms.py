"""What people type about lexicons. The rules are those of programs: see cleaning."""

from typing import Any

from django import forms

from common.errors import AppError
from speech.lexicons import cleaning
from speech.models import (
    LANGUAGE_MAX_CHARACTERS,
    NAME_MAX_CHARACTERS,
    NOTE_MAX_CHARACTERS,
    LexiconWord,
)
from speech.names import clean_language
from speech.text import LexiconEntry
from speech.text.lexicon import LONGEST_SAID, LONGEST_WRITTEN

RESPELLING, IPA = "respelling", "ipa"
# Offered while typing; any other code is as good.
LANGUAGES = (
    ("en", "English"),
    ("en-US", "English, American"),
    ("en-GB", "English, British"),
    ("es", "Spanish"),
    ("fr", "French"),
    ("it", "Italian"),
    ("pt-BR", "Portuguese, Brazilian"),
    ("hi", "Hindi"),
    ("ja", "Japanese"),
    ("zh", "Chinese"),
    ("de", "German"),
    ("nl", "Dutch"),
    ("pl", "Polish"),
    ("ru", "Russian"),
    ("tr", "Turkish"),
)


class LexiconForm(forms.Form):
    name = forms.CharField(
        max_length=NAME_MAX_CHARACTERS, error_messages={"required": "Give the lexicon a name."}
    )
    language = forms.CharField(
        max_length=LANGUAGE_MAX_CHARACTERS,
        required=False,
        widget=forms.TextInput(attrs={"list": "languages", "placeholder": "Every language", "size": 12}),
        help_text="A code such as en or pt-BR, where the words are meant for one language alone.",
    )
    note = forms.CharField(max_length=NOTE_MAX_CHARACTERS, required=False)

    def clean_name(self) -> str:
        return _checked(cleaning.clean_name, self.cleaned_data["name"])

    def clean_language(self) -> str:
        return _checked(clean_language, self.cleaned_data["language"])

    def clean_note(self) -> str:
        return _checked(cleaning.clean_note, self.cleaned_data["note"])


class FileForm(forms.Form):
    file = forms.FileField(
        label="CSV file",
        allow_empty_file=True,  # reading says what is wrong with it
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={"required": "Choose a CSV file.", "invalid": "Choose a CSV file."},
    )


class WordForm(forms.Form):
    written = forms.CharField(
        max_length=LONGEST_WRITTEN,
        label="Written",
        error_messages={"required": "Write the word as it stands in the text."},
    )
    said = forms.CharField(
        max_length=LONGEST_SAID,
        label="Said",
        error_messages={"required": "Say how it sounds."},
    )
    way = forms.ChoiceField(
        choices=[(RESPELLING, "Respelling"), (IPA, "IPA")], initial=RESPELLING, widget=forms.RadioSelect
    )
    case_sensitive = forms.BooleanField(required=False, label="Capitals matter")
    whole_word = forms.BooleanField(required=False, initial=True, label="Whole words only")

    entry: LexiconEntry

    def clean(self) -> dict[str, Any] | None:
        data = self.cleaned_data
        if {"written", "said", "way"} <= set(data):
            try:
                self.entry = cleaning.clean_entry(
                    written=data["written"],
                    case_sensitive=data["case_sensitive"],
                    whole_word=data["whole_word"],
                    **{data["way"]: data["said"]},
                )
            except AppError as error:
                self.blame(error)
        return data

    def blame(self, error: AppError) -> None:
        """At its field, also where the service is who says it."""
        field = "said" if error.param in (RESPELLING, IPA) else error.param
        self.add_error(field if field in self.fields else None, error.message)


def form_of(word: LexiconWord) -> WordForm:
    values = {
        "written": word.written,
        "said": word.respelling or word.ipa,
        "way": IPA if word.ipa else RESPELLING,
        "case_sensitive": word.case_sensitive,
        "whole_word": word.whole_word,
    }
    return WordForm(initial=values, auto_id=f"word-{word.pk}-%s")


def _checked(clean: Any, value: str) -> str:
    try:
        return clean(value)
    except AppError as error:
        raise forms.ValidationError(error.message) from None
