"""What is asked for on the Speak page. Whether it can be spoken is `resolve`'s to say, not the form's."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms

from common.errors import AppError
from history.models import Entry
from profiles.effects.forms import EffectsField, problem_at
from profiles.effects.rack import text_of
from speak.long_texts import AUDIOBOOK
from speech.form_fields import format_field, offer_choices, seed_field, speed_field
from speech.requests import Wish
from speech.text import INPUT_TYPES
from speech.voice_choices import default_choice

INPUT_LABELS = {"text": "Plain text", "ssml": "SSML"}
# What a service calls it, and the field it was filled into.
FIELD_OF_PARAM = {"input": "text", "model": "voice", "lexicon_id": "lexicon"}
REMEMBERED = ("voice", "blend", "speed", "response_format", "language", "input_type", "lexicon", "seed")
EFFECTS = "effects"


class VoiceForm(forms.Form):
    """How it is said, whatever is said."""

    voice = forms.CharField(max_length=200, error_messages={"required": "Choose a voice."})
    blend = forms.CharField(required=False, max_length=200, label="Voice by name, or a blend")
    speed = speed_field()
    response_format = format_field()
    language = forms.ChoiceField(required=False, label="Language")
    input_type = forms.ChoiceField(
        choices=[(name, INPUT_LABELS.get(name, name)) for name in INPUT_TYPES],
        initial="text",
        required=False,
        label="Written as",
    )
    lexicon = forms.ChoiceField(required=False, label="Lexicon")
    seed = seed_field()

    effects = EffectsField()

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, user=user)
        self.fields["voice"].initial = default_choice()

    def wish(self) -> Wish:
        data = self.cleaned_data
        engine, _, voice = data["voice"].partition("/")
        return Wish(
            text=data.get("text", ""),
            model=engine,
            voice=data["blend"].strip() or voice,
            language=data["language"],
            response_format=data["response_format"] or "mp3",
            speed=1.0 if data["speed"] is None else data["speed"],
            input_type=data["input_type"] or "text",
            lexicon_id=uuid.UUID(data["lexicon"]) if data["lexicon"] else None,
            seed=data["seed"],
            effects=data[EFFECTS],
        )

    def settings(self) -> dict[str, Any]:
        """To begin with next time."""
        kept = {name: self.cleaned_data[name] for name in REMEMBERED}
        return {**kept, EFFECTS: text_of(self.cleaned_data[EFFECTS])}

    def refuse(self, error: AppError) -> None:
        """The service's sentence at the field it is about."""
        if (error.param or "").startswith(EFFECTS):
            self.add_error(EFFECTS, problem_at(error))
            return
        name = FIELD_OF_PARAM.get(error.param or "", error.param or "")
        if name == "voice" and self.cleaned_data.get("blend"):
            name = "blend"
        self.add_error(name if name in self.fields else None, error.message)


class SpeakForm(VoiceForm):
    text = forms.CharField(
        strip=False, error_messages={"required": "Write something to say."}, widget=forms.Textarea
    )


class FileForm(VoiceForm):
    file = forms.FileField(
        allow_empty_file=True, label="Document", error_messages={"required": "Choose a document."}
    )
    made_as = forms.ChoiceField(
        choices=[("clips", "One recording for each chapter"), (AUDIOBOOK, "An audiobook (M4B)")],
        initial="clips",
        required=False,
        label="Make",
    )


def initial_of(take: Entry, *, known_voices: Mapping[str, str]) -> dict[str, Any]:
    """The settings and the text of a take, to begin with again."""
    value = f"{take.engine}/{take.voice}"
    is_listed = value in known_voices
    same_engine = (known for known in known_voices if known.startswith(f"{take.engine}/"))
    return {
        "text": take.text,
        "voice": value if is_listed else next(same_engine, default_choice()),
        "blend": "" if is_listed else take.voice,
        "speed": take.speed,
        "response_format": take.response_format,
        "language": take.settings.get("language", ""),
        "input_type": take.settings.get("input_type", "text"),
        "lexicon": take.settings.get("lexicon_id") or "",
        "seed": take.settings.get("seed"),
        EFFECTS: take.settings.get(EFFECTS) or [],
    }
