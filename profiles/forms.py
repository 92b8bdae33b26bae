"""What a person sets about a voice. The rules are the services', for programs as for people."""

import uuid
from typing import Any

from django import forms

from common.errors import AppError
from profiles.effects.forms import EffectsField, problem_at
from profiles.models import NAME_MAX_CHARACTERS, NOTE_MAX_CHARACTERS, Profile
from speech.effect_chains import effects_enabled
from speech.effects import as_json
from speech.fields import BLEND_CHARACTERS
from speech.form_fields import format_field, offer_choices, seed_field, speed_field
from speech.requests import Wish
from speech.voice_choices import default_choice

TRY_MAX_CHARACTERS = 300
# What a service calls it, and the field it was filled into.
FIELD_OF_PARAM = {
    "backend": "voice",
    "model": "voice",
    "format": "response_format",
    "lexicon_id": "lexicon",
    "input": "try_text",
    "file": "avatar",
}


class SoundForm(forms.Form):
    """How a voice sounds, whatever it says."""

    voice = forms.CharField(max_length=241, error_messages={"required": "Choose a voice."})
    blend = forms.CharField(required=False, max_length=BLEND_CHARACTERS, label="Blend")
    speed = speed_field()
    response_format = format_field()
    language = forms.ChoiceField(required=False, label="Language")
    lexicon = forms.ChoiceField(required=False, label="Lexicon")
    seed = seed_field()
    effects = EffectsField()

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, user=user)
        self.fields["voice"].initial = default_choice()
        if not effects_enabled():  # what a profile has of them stays as it is
            del self.fields["effects"]

    def sound(self) -> dict[str, Any]:
        """As a profile has it."""
        data = self.cleaned_data
        engine, _, voice = data["voice"].partition("/")
        effects = {"effects": as_json(data["effects"])} if "effects" in data else {}
        return {
            "backend": engine,
            "voice": voice,
            "blend": data["blend"].strip(),
            "language": data["language"],
            "speed": 1.0 if data["speed"] is None else data["speed"],
            "format": data["response_format"] or "mp3",
            "lexicon_id": uuid.UUID(data["lexicon"]) if data["lexicon"] else None,
            "seed": data["seed"],
            **effects,
        }

    def refuse(self, error: AppError) -> None:
        """The service's sentence at the field it is about."""
        param = (error.param or "").partition("[")[0]
        name = FIELD_OF_PARAM.get(param, param)
        if name == "voice" and self.cleaned_data.get("blend"):
            name = "blend"
        told = problem_at(error) if name == "effects" else error.message
        self.add_error(name if name in self.fields else None, told)


class TryForm(SoundForm):
    """What is in the editor now, heard and not kept."""

    try_text = forms.CharField(
        max_length=TRY_MAX_CHARACTERS,
        error_messages={
            "required": "Write something to say.",
            "max_length": f"{TRY_MAX_CHARACTERS} characters are the most here.",
        },
    )

    def wish(self) -> Wish:
        sound = self.sound()
        return Wish(
            text=self.cleaned_data["try_text"],
            model=sound["backend"],
            voice=sound["blend"] or sound["voice"],
            language=sound["language"],
            speed=sound["speed"],
            lexicon_id=sound["lexicon_id"],
            seed=sound["seed"],
            effects=self.cleaned_data.get("effects", ()),
        )


class ProfileForm(SoundForm):
    name = forms.CharField(
        max_length=NAME_MAX_CHARACTERS,
        error_messages={
            "required": "Give the voice a name.",
            "max_length": f"A name has {NAME_MAX_CHARACTERS} characters at most.",
        },
    )
    note = forms.CharField(
        required=False,
        max_length=NOTE_MAX_CHARACTERS,
        widget=forms.TextInput(attrs={"placeholder": "What it is for"}),
    )
    is_default = forms.BooleanField(required=False, label="My default voice")
    avatar = forms.FileField(
        required=False, allow_empty_file=True, label="Picture", widget=forms.FileInput
    )  # reading says what is wrong with it
    remove_avatar = forms.BooleanField(required=False, label="Remove the picture")

    def fields_of_profile(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "name": data["name"],
            "note": data["note"],
            "is_default": data["is_default"],
            **self.sound(),
        }


def initial_of(profile: Profile) -> dict[str, Any]:
    """A profile, as the form takes it."""
    return {
        "name": profile.name,
        "note": profile.note,
        "is_default": profile.is_default,
        **sound_of(profile),
    }


def sound_of(profile: Profile) -> dict[str, Any]:
    """As forms of every page call it."""
    return {
        "voice": f"{profile.backend}/{profile.voice}",
        "blend": profile.blend,
        "speed": profile.speed,
        "response_format": profile.format,
        "language": profile.language,
        "lexicon": str(profile.lexicon_id or ""),
        "seed": profile.seed,
        "effects": profile.effects,
    }
