"""What may be sent to `/v1/audio/speech`."""

from rest_framework import serializers

from speech.fields import OneOfField, TextField
from speech.text import TextError, clean
from speech.wish_serializer import WishSerializer

INSTRUCTIONS_CHARACTERS = 4_096


class SpeechSerializer(WishSerializer):
    instructions = TextField(
        most_characters=INSTRUCTIONS_CHARACTERS,
        required=False,
        help_text="Accepted; followed by engines that can",
    )
    stream_format = OneOfField(["audio", "sse"], default="audio")

    def validate_instructions(self, instructions: str) -> str:
        """They go to other servers, as the text does."""
        try:
            return clean(instructions)
        except TextError as error:
            raise serializers.ValidationError(str(error)) from error
