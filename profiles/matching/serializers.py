"""A search for a voice as programs ask for it."""

from profiles.matching.efforts import Effort
from speech.engines.base import Gender
from speech.fields import OneOfField, TextField
from speech.models import LANGUAGE_MAX_CHARACTERS
from speech.wish_serializer import StrictSerializer


class MatchRequestSerializer(StrictSerializer):
    language = TextField(
        most_characters=LANGUAGE_MAX_CHARACTERS,
        default="",
        help_text="Only voices of this language, such as `en` or `en-GB`; all if left out",
    )
    gender = OneOfField([gender.value for gender in Gender], default="", help_text="All if left out")
    effort = OneOfField(Effort.values, default=Effort.USUAL.value)
