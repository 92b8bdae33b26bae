"""The language of what is heard, as it is named to the doors."""

from typing import Any

from rest_framework import serializers

from speech.fields import TextField
from speech.models import LANGUAGE_MAX_CHARACTERS
from speech.recognition.languages import language_code


class LanguageField(TextField):
    """A code, or what people write for one: `en`, `en-GB`, `English`."""

    def __init__(self, *, may_be_empty: bool = False, **kwargs: Any) -> None:
        super().__init__(most_characters=LANGUAGE_MAX_CHARACTERS, **kwargs)
        self.may_be_empty = may_be_empty  # it is found out then

    def to_internal_value(self, data: Any) -> str:
        asked = super().to_internal_value(data).strip()
        if self.may_be_empty and not asked:
            return ""
        code = language_code(asked)
        if code is None:
            raise serializers.ValidationError(
                f"There is no language {asked[:40]!r} here. Send its ISO 639-1 code, such as en."
            )
        return code
