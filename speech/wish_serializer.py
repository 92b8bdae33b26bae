"""What programs may ask of speech, field by field; a key that is not here is refused by its name."""

from typing import Any

from rest_framework import serializers

from common.errors import InvalidInput
from speech.audio.formats import FORMATS
from speech.engines.checks import LARGEST_SEED
from speech.fields import (
    BLEND_CHARACTERS,
    EffectsField,
    IdField,
    NameField,
    NumberField,
    OneOfField,
    TextField,
    TruthField,
    VoiceField,
    WholeNumberField,
)
from speech.models import LANGUAGE_MAX_CHARACTERS
from speech.text import INPUT_TYPES
from speech.text.passages import FASTEST, SLOWEST


class StrictSerializer(serializers.Serializer):
    """An unknown key is an error; null for what may be left out is as if it were."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            raise InvalidInput("Send a JSON object.")
        for key in data:
            self._require_known(key)
        return super().to_internal_value(
            {key: data[key] for key in data if data[key] is not None or self._is_required(key)}
        )

    def _is_required(self, key: str) -> bool:
        return key in self.fields and self.fields[key].required

    def _require_known(self, key: str) -> None:
        if key not in self.fields:
            raise InvalidInput(
                f"There is no parameter {key[:80]!r}.", param=key[:80], code="unknown_parameter"
            )


class WishSerializer(StrictSerializer):
    """Its `validated_data` are the fields of a `speech.requests.Wish`, and whether to keep it."""

    model = NameField(
        required=False,
        help_text="An engine such as `kokoro`, or a name that stands for one such as `tts-1`. "
        "Needed where no voice profile has it",
    )
    input = TextField(source="text", help_text="What to say. How long it may be is in `/api/metadata`.")
    voice = VoiceField(
        most_characters=BLEND_CHARACTERS,
        required=False,
        help_text="See `/v1/audio/voices`; also an own voice's or a voice profile's name or id. "
        "Needed where no voice profile has it",
    )
    # What is left out is the profile's, and then what a Wish has by itself: no defaults here.
    response_format = OneOfField(list(FORMATS), required=False, help_text="`mp3` if left out")
    speed = NumberField(min_value=SLOWEST, max_value=FASTEST, required=False, help_text="1 if left out")
    language = NameField(
        most_characters=LANGUAGE_MAX_CHARACTERS,
        required=False,
        help_text="BCP 47; the voice's own if left out",
    )
    input_type = OneOfField(list(INPUT_TYPES), default="text")
    lexicon_id = IdField(required=False)
    seed = WholeNumberField(min_value=0, max_value=LARGEST_SEED, required=False)
    effects = EffectsField(required=False)
    profile_id = IdField(required=False, help_text="A voice profile: its settings hold where none are sent")
    save_history = TruthField(default=True, help_text="false: nothing of it is kept")

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            has_profile = data.get("profile_id") is not None
            self.fields["voice"].required = not has_profile
            # A voice may be a profile, which has a model: whether it is one is found out later.
            self.fields["model"].required = not has_profile and data.get("voice") is None
        return super().to_internal_value(data)
