"""What programs may send to have items made of a text. What is wrong with it is said where it is judged."""

from typing import Any

from rest_framework import serializers

from dictation.models import EASIEST, HARDEST, TAGS_AT_MOST
from dictation.sources.entries import SEGMENTS
from dictation.sources.splitting import LINES, SENTENCES, SOURCE_MAX_CHARACTERS
from speech.fields import IdField, NameField, OneOfField, TextField, TruthField, WholeNumberField
from speech.wish_serializer import StrictSerializer

_COMMON = ("locale", "difficulty", "tags", "is_strict")


class DictationSourceSerializer(StrictSerializer):
    """What all of the items will have."""

    difficulty = WholeNumberField(
        min_value=EASIEST, max_value=HARDEST, required=False, help_text="That of each text if left out"
    )
    tags = serializers.ListField(child=TextField(), max_length=TAGS_AT_MOST, required=False)
    is_strict = TruthField(required=False, help_text="Whether accents count")

    @property
    def common(self) -> dict[str, Any]:
        """Fields of a draft."""
        return {name: self.validated_data[name] for name in _COMMON if name in self.validated_data}


class DictationFromTextSerializer(DictationSourceSerializer):
    text = TextField(most_characters=SOURCE_MAX_CHARACTERS)
    locale = NameField(help_text="BCP 47, such as `en-GB`: one that a voice here speaks")
    by = OneOfField([SENTENCES, LINES], default=SENTENCES, help_text="What becomes an item")


class DictationFromEntrySerializer(DictationSourceSerializer):
    entry_id = IdField(help_text="Of the history: something spoken, or a transcript")
    locale = NameField(required=False, help_text="That of the entry if left out")
    by = OneOfField(
        [SENTENCES, LINES, SEGMENTS],
        default=SENTENCES,
        help_text="What becomes an item. Segments are those of a transcript",
    )
    indexes = serializers.ListField(
        child=serializers.IntegerField(min_value=0),
        required=False,
        min_length=1,
        help_text="Which of the pieces, from 0; all of them if left out",
    )
