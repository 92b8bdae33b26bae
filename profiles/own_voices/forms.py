"""What the page sends of a voice. What is wrong with the recording, the services say."""

from typing import Any

from django import forms

from clips.models import Source
from common.errors import AppError
from profiles.own_voices.bringing import SOURCES
from profiles.own_voices.shown import MINE
from speech.own_voices.models import NAME_MAX_CHARACTERS, STATEMENT_MAX_CHARACTERS
from speech.reading_texts import reading_text


class OwnVoiceForm(forms.Form):
    name = forms.CharField(
        max_length=NAME_MAX_CHARACTERS, error_messages={"required": "Give the voice a name."}
    )
    file = forms.FileField(required=False, allow_empty_file=True)  # reading says what is wrong with it
    clip_id = forms.UUIDField(required=False)
    profile_id = forms.UUIDField(required=False)
    consent = forms.CharField(
        max_length=STATEMENT_MAX_CHARACTERS,
        initial=MINE,
        error_messages={"required": "Say who is heard, and that they agree."},
    )
    agrees = forms.BooleanField(
        error_messages={"required": "Whoever is heard has to agree. Tick this, or bring another voice."}
    )
    reading = forms.CharField(required=False)
    is_recording = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [name for name in SOURCES if data.get(name)]
        if not chosen and not self.errors.keys() & set(SOURCES):
            self.add_error("file", "Record yourself, or choose a recording.")
        elif len(chosen) > 1:
            self.add_error("file", "That is more than one: leave the file or what was chosen below it out.")
        return data

    def given(self) -> dict[str, Any]:
        """As programs send it."""
        data = self.cleaned_data
        found = {name: data[name] for name in ("name", "consent", *SOURCES) if data[name]}
        if not data["is_recording"]:
            return found
        language, text = reading_text(data["reading"])
        return {**found, "language": language, "transcript": text, "read_aloud": True}

    @property
    def source(self) -> str:
        return Source.RECORDING if self.cleaned_data["is_recording"] else Source.UPLOAD

    def refuse(self, error: AppError) -> None:
        self.add_error(error.param if error.param in self.fields else None, error.message)
