"""What may be sent for a long text: as JSON, or as a form with a file."""

from collections.abc import Callable
from typing import Any

from django.http import QueryDict
from rest_framework import serializers

from clips.models import TITLE_MAX_CHARACTERS
from common.errors import InvalidInput
from speak.long_texts import RESPONSE_FORMATS
from speech.documents import SUFFIXES
from speech.effect_chains import value_in
from speech.fields import OneOfField, TextField, TruthField
from speech.wish_serializer import WishSerializer


class LongTextSerializer(WishSerializer):
    input = TextField(source="text", required=False, help_text="What to say")
    response_format = OneOfField(
        list(RESPONSE_FORMATS),
        required=False,
        help_text="`mp3` if left out. `m4b` makes an MP3 of each chapter, and of all an audiobook with "
        "chapter marks",
    )
    title = TextField(
        required=False, most_characters=TITLE_MAX_CHARACTERS, help_text="The document's own if left out"
    )
    chapters = TruthField(default=True, help_text="false: the whole as one recording")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        has_text, has_file = "text" in attrs, "file" in attrs
        if has_text == has_file:
            raise InvalidInput(
                "Send one of them: the text as “input”, or a document as the part “file” of a form.",
                param="input",
                code="two_inputs" if has_text else "missing_input",
            )
        if has_file and attrs["input_type"] != "text":
            raise InvalidInput(
                "A file is read as text. Send SSML as “input”.", param="input_type", code="ssml_in_file"
            )
        return attrs


class LongTextFormSerializer(LongTextSerializer):
    """A form knows strings alone: what is a number, a truth or a list is read here, and judged as in JSON."""

    file = serializers.FileField(
        required=False, allow_empty_file=True, help_text=f"Its name ends in .{', .'.join(SUFFIXES)}"
    )

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, QueryDict):
            return super().to_internal_value(data)
        return super().to_internal_value({name: _typed(name, data[name]) for name in data})


def _typed(name: str, value: Any) -> Any:
    """As it is where it can't be read: the field then says what it wants."""
    if not isinstance(value, str) or name == "input":
        return value
    if not value:
        return None  # a field of a form that nobody filled in
    if name == "chapters":
        return {"true": True, "false": False}.get(value.lower(), value)
    read = _READERS.get(name)
    try:
        return read(value) if read else value
    except ValueError:
        return value


_READERS: dict[str, Callable[[str], Any]] = {"speed": float, "seed": int, "effects": value_in}
