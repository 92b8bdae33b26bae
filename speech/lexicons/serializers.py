"""Lexicons as programs see them."""

from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from common.errors import AppError, InvalidInput
from speech.lexicons.cleaning import clean_entry
from speech.lexicons.services import WORDS_AT_MOST
from speech.lexicons.trying import TRY_AT_MOST
from speech.models import (
    LANGUAGE_MAX_CHARACTERS,
    NAME_MAX_CHARACTERS,
    NOTE_MAX_CHARACTERS,
    Lexicon,
    LexiconWord,
)
from speech.text import LexiconEntry
from speech.text.lexicon import LONGEST_SAID, LONGEST_WRITTEN


class StrictSerializer(serializers.Serializer):
    """A field that is not there is most often one that is spelled wrong."""

    def to_internal_value(self, data: Any) -> Any:
        value = super().to_internal_value(data)
        writable = [name for name, field in self.fields.items() if not field.read_only]
        if unknown := sorted(set(data) - set(self.fields)):
            raise serializers.ValidationError(
                {str(unknown[0])[:60]: f"There is no such field. There are: {', '.join(writable)}."}
            )
        return value


class WordListSerializer(serializers.ListSerializer):
    """No more are read than a lexicon may have."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, list) and len(data) > WORDS_AT_MOST:
            raise serializers.ValidationError([f"{WORDS_AT_MOST:,} words are the most."])
        return super().to_internal_value(data)


class WordSerializer(StrictSerializer):
    id = serializers.UUIDField(read_only=True)
    written = serializers.CharField(max_length=LONGEST_WRITTEN, help_text="As it stands in the text")
    respelling = serializers.CharField(
        max_length=LONGEST_SAID,
        required=False,
        allow_blank=True,
        help_text="As it would be written to sound right; or `ipa`, never both",
    )
    ipa = serializers.CharField(
        max_length=LONGEST_SAID,
        required=False,
        allow_blank=True,
        help_text="In the International Phonetic Alphabet",
    )
    case_sensitive = serializers.BooleanField(required=False, help_text="`US` leaves `us` alone")
    whole_word = serializers.BooleanField(required=False, help_text="`cat` leaves `catalogue` alone")

    class Meta:
        list_serializer_class = WordListSerializer

    def entry(self) -> LexiconEntry:
        return clean_entry(**self.validated_data)

    def changed(self, word: LexiconWord) -> LexiconEntry:
        """Of a PATCH: one way of saying it takes the place of the other."""
        now: dict[str, Any] = {name: getattr(word, name) for name in map(str, self.fields) if name != "id"}
        given = self.validated_data
        for one, other in (("respelling", "ipa"), ("ipa", "respelling")):
            if given.get(one) and other not in given:
                now[other] = ""
        return clean_entry(**{**now, **given})


class LexiconSerializer(serializers.ModelSerializer):
    """In a list: without its words."""

    word_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Lexicon
        fields = ("id", "name", "language", "note", "word_count", "created_at", "updated_at")
        read_only_fields = fields


class LexiconDetailSerializer(LexiconSerializer):
    words = WordSerializer(many=True, read_only=True)

    class Meta(LexiconSerializer.Meta):
        fields = (*LexiconSerializer.Meta.fields, "words")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]


class LexiconWriteSerializer(StrictSerializer):
    name = serializers.CharField(max_length=NAME_MAX_CHARACTERS, help_text="One's own only once, in any case")
    language = serializers.CharField(
        max_length=LANGUAGE_MAX_CHARACTERS,
        required=False,
        allow_blank=True,
        help_text="BCP 47, such as en or pt-BR. Empty: for every language",
    )
    note = serializers.CharField(max_length=NOTE_MAX_CHARACTERS, required=False, allow_blank=True)
    words = WordSerializer(many=True, required=False, help_text=f"{WORDS_AT_MOST} at most")

    def fields_given(self) -> dict[str, Any]:
        """Arguments of the services."""
        given = dict(self.validated_data)
        if "words" in given:
            given["entries"] = entries_from(given.pop("words"))
        return given


def entries_from(words: Sequence[dict[str, Any]]) -> list[LexiconEntry]:
    return [_entry(number, word) for number, word in enumerate(words)]


def _entry(number: int, word: dict[str, Any]) -> LexiconEntry:
    try:
        return clean_entry(**word)
    except AppError as error:
        raise InvalidInput(error.message, param=f"words.{number}.{error.param}", code=error.code) from None


class ImportSerializer(serializers.Serializer):
    file = serializers.FileField(
        allow_empty_file=True,
        max_length=255,
        help_text="CSV: written, respelling, ipa, case_sensitive, whole_word",
    )
    name = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="Empty: the file's name"
    )
    language = serializers.CharField(required=False, allow_blank=True, default="")


class MergeSerializer(serializers.Serializer):
    file = serializers.FileField(allow_empty_file=True, max_length=255)


class MergedSerializer(serializers.Serializer):
    added = serializers.IntegerField()
    changed = serializers.IntegerField()


class TryRequestSerializer(StrictSerializer):
    text = serializers.CharField(max_length=TRY_AT_MOST, trim_whitespace=False)
    language = serializers.CharField(
        required=False, allow_blank=True, help_text="Of the sentence. Empty: the lexicon's own"
    )


class ReplacementSerializer(serializers.Serializer):
    start = serializers.IntegerField(help_text="In `text`, in characters")
    end = serializers.IntegerField()
    written = serializers.CharField()
    said = serializers.CharField()
    is_ipa = serializers.BooleanField()


class TrialSerializer(serializers.Serializer):
    text = serializers.CharField(help_text="What `start` and `end` count in: the sentence, cleaned")
    said = serializers.CharField(help_text="IPA stands between slashes")
    applies = serializers.BooleanField(help_text="False: the lexicon is for another language")
    replacements = ReplacementSerializer(many=True)
