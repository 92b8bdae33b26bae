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

# Named by the contract or by us, and not there yet.
LATER = {"profile_id"}


class StrictSerializer(serializers.Serializer):
    """An unknown key is an error; null for what may be left out is as if it were."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            raise InvalidInput("Send a JSON object.")
        for key, value in data.items():
            if key not in LATER or value is not None:
                self._require_known(key)
        return super().to_internal_value(
            {key: data[key] for key in data if data[key] is not None or self._is_required(key)}
        )

    def _is_required(self, key: str) -> bool:
        return key in self.fields and self.fields[key].required

    def _require_known(self, key: str) -> None:
        if key in LATER:
            raise InvalidInput(f"{key} is not supported here.", param=key, code="unsupported_parameter")
        if key not in self.fields:
            raise InvalidInput(
                f"There is no parameter {key[:80]!r}.", param=key[:80], code="unknown_parameter"
            )


class WishSerializer(StrictSerializer):
    """Its `validated_data` are the fields of a `speech.requests.Wish`, and whether to keep it."""

    model = NameField(help_text="An engine such as `kokoro`, or a name that stands for one such as `tts-1`")
    input = TextField(source="text", help_text="What to say. How long it may be is in `/api/metadata`.")
    voice = VoiceField(most_characters=BLEND_CHARACTERS, help_text="See `/v1/audio/voices`")
    response_format = OneOfField(list(FORMATS), default="mp3")
    speed = NumberField(min_value=SLOWEST, max_value=FASTEST, default=1.0)
    language = NameField(
        most_characters=LANGUAGE_MAX_CHARACTERS,
        required=False,
        help_text="BCP 47; the voice's own if left out",
    )
    input_type = OneOfField(list(INPUT_TYPES), default="text")
    lexicon_id = IdField(required=False)
    seed = WholeNumberField(min_value=0, max_value=LARGEST_SEED, required=False)
    effects = EffectsField(required=False)
    save_history = TruthField(default=True, help_text="false: nothing of it is kept")
