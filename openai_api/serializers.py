"""What may be sent to `/v1/audio/speech`."""

from speech.fields import OneOfField, TextField
from speech.wish_serializer import WishSerializer

INSTRUCTIONS_CHARACTERS = 4_096


class SpeechSerializer(WishSerializer):
    instructions = TextField(
        most_characters=INSTRUCTIONS_CHARACTERS,
        required=False,
        help_text="Accepted; followed by engines that can",
    )
    stream_format = OneOfField(["audio", "sse"], default="audio")
