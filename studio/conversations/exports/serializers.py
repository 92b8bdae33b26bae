"""What programs ask of an export."""

from speech.fields import OneOfField
from speech.wish_serializer import StrictSerializer
from studio.conversations.exports.services import AUDIO_FORMATS, EXPORT_FORMATS


class ConversationExportSerializer(StrictSerializer):
    format = OneOfField(
        list(EXPORT_FORMATS),
        help_text="`m4a` and `m4b` have a chapter for each turn; `zip` is a file for each turn, with a list "
        "of them; `stems` is a ZIP with a file for each speaker, as long as the whole",
    )
    audio_format = OneOfField(
        list(AUDIO_FORMATS), default=AUDIO_FORMATS[0], help_text="Of the files in an archive"
    )
