"""What is asked for on the Speak page. Whether it can be spoken is `resolve`'s to say, not the form's."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms

from common.errors import AppError, NotFound
from history.models import Entry
from profiles.access import profile_for
from profiles.effects.forms import EffectsField, problem_at
from profiles.effects.rack import text_of
from profiles.forms import sound_of
from profiles.models import NAME_MAX_CHARACTERS, Profile
from speak.long_texts import AUDIOBOOK
from speech.effect_chains import effects_enabled
from speech.effects import as_json
from speech.form_fields import format_field, offer_choices, seed_field, speed_field
from speech.requests import Wish
from speech.text import INPUT_TYPES
from speech.voice_choices import default_choice

INPUT_LABELS = {"text": "Plain text", "ssml": "SSML"}
# What a service calls it, and the field it was filled into.
FIELD_OF_PARAM = {
    "input": "text",
    "model": "voice",
    "lexicon_id": "lexicon",
    "name": "profile_name",
    "backend": "voice",
    "format": "response_format",
}
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
    profile = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        offer_choices(self, user=user)
        self.fields["voice"].initial = default_choice()

    def clean_profile(self) -> Profile | None:
        """One that was deleted meanwhile is as if it had not been chosen: its settings stand in the form."""
        try:
            return profile_for(self.user, uuid.UUID(self.cleaned_data["profile"]))
        except (ValueError, NotFound):
            return None

    def wish(self) -> Wish:
        data = self.cleaned_data
        engine, _, voice = data["voice"].partition("/")
        profile = data["profile"]
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
            profile_id=profile.pk if profile else None,
            profile_name=profile.name if profile else "",
        )

    def settings(self) -> dict[str, Any]:
        """To begin with next time."""
        kept = {name: self.cleaned_data[name] for name in REMEMBERED}
        profile = self.cleaned_data["profile"]
        return {
            **kept,
            EFFECTS: text_of(self.cleaned_data[EFFECTS]),
            "profile": str(profile.pk) if profile else "",
        }

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


class SaveForm(SpeakForm):
    """The settings as they stand, to be kept under a name; a text need not be there yet."""

    text = forms.CharField(strip=False, required=False)
    profile_name = forms.CharField(
        max_length=NAME_MAX_CHARACTERS,
        error_messages={
            "required": "Give the voice a name.",
            "max_length": f"A name has {NAME_MAX_CHARACTERS} characters at most.",
        },
    )

    def fields_of_profile(self) -> dict[str, Any]:
        wish = self.wish()
        chosen = self.cleaned_data["voice"].partition("/")[2]
        blend = wish.voice if "+" in wish.voice else ""
        return {
            "name": self.cleaned_data["profile_name"],
            "backend": wish.model,
            "voice": chosen if blend else wish.voice,
            "blend": blend,
            "language": wish.language,
            "speed": wish.speed,
            "format": wish.response_format,
            "lexicon_id": wish.lexicon_id,
            "seed": wish.seed,
            "effects": as_json(wish.effects),
        }


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
    value = f"{take.asked_engine}/{take.asked_voice}"
    is_listed = value in known_voices
    same_engine = (known for known in known_voices if known.startswith(f"{take.asked_engine}/"))
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


def settings_of(profile: Profile) -> dict[str, Any]:
    """What a profile sets, to begin with."""
    sound = sound_of(profile)
    if not effects_enabled():
        del sound[EFFECTS]
    return {**sound, "profile": str(profile.pk)}
