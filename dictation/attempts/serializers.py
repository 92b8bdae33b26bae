"""Attempts as programs see them. What they send of one is judged by `answers`, for every door alike."""

from django.urls import reverse
from rest_framework import serializers

from dictation.attempts.answers import CLIENT_KEY_MAX_CHARACTERS, COUNT_AT_MOST
from dictation.models import ANSWER_MAX_CHARACTERS, LONGEST_PRACTICE_SECONDS, Attempt, AttemptKind
from dictation.paging import PageFieldsSerializer
from dictation.scoring import Op


class DictationAttemptSerializer(serializers.ModelSerializer):
    """As in a list: without its alignment, which is as long as its text."""

    item_id = serializers.UUIDField(source="item_ref", help_text="It stays when the item is gone")
    kind = serializers.ChoiceField(choices=AttemptKind.choices)
    text = serializers.CharField(help_text="What was written, or heard")
    expected = serializers.CharField(help_text="The text or the alternative it was scored against")
    wer = serializers.SerializerMethodField(help_text="Word error rate, from 0 to 1")
    due_at = serializers.DateTimeField(allow_null=True, help_text="When the item is due again")

    class Meta:
        model = Attempt
        fields: tuple[str, ...] = (
            *("id", "item_id", "kind", "locale", "difficulty", "text", "expected", "is_strict"),
            *("percentage", "wer", "words_total", "words_correct"),
            *("substitutions", "deletions", "insertions", "replays", "hints", "practice_seconds"),
            *("practised_at", "due_at", "client_key", "created_at"),
        )
        read_only_fields = fields

    def get_wer(self, attempt: Attempt) -> float:
        """It is stored unclamped: who adds much has more than 1."""
        return min(attempt.wer, 1.0)


class DictationStepSerializer(serializers.Serializer):
    """One word, or one character of a script without spaces."""

    op = serializers.ChoiceField(choices=[str(op) for op in Op])
    expected = serializers.CharField(help_text="As it is written in the item; empty for `insert`")
    given = serializers.CharField(help_text="As it was written; empty for `delete`")


class DictationOneAttemptSerializer(DictationAttemptSerializer):
    alignment = DictationStepSerializer(many=True, help_text="In order: what was expected and given")

    class Meta(DictationAttemptSerializer.Meta):
        fields = (*DictationAttemptSerializer.Meta.fields, "alignment")
        read_only_fields = fields


class DictationAttemptPageSerializer(PageFieldsSerializer):
    items = DictationAttemptSerializer(many=True)


class _BesideSerializer(serializers.Serializer):
    client_key = serializers.CharField(
        required=False,
        max_length=CLIENT_KEY_MAX_CHARACTERS,
        help_text="Of your choice: an answer that is sent again with it is stored once, and answered 200",
    )
    practised_at = serializers.DateTimeField(
        required=False, help_text="When it was answered, where that is not now: at most a year ago"
    )
    practice_seconds = serializers.FloatField(
        required=False, min_value=0, max_value=LONGEST_PRACTICE_SECONDS, default=0
    )
    replays = serializers.IntegerField(required=False, min_value=0, max_value=COUNT_AT_MOST, default=0)
    hints = serializers.IntegerField(required=False, min_value=0, max_value=COUNT_AT_MOST, default=0)


class DictationAnswerSerializer(_BesideSerializer):
    """For the schema."""

    item_id = serializers.UUIDField()
    text = serializers.CharField(
        allow_blank=True, max_length=ANSWER_MAX_CHARACTERS, help_text="What was written; it may be empty"
    )


class DictationShadowSerializer(_BesideSerializer):
    """For the schema."""

    file = serializers.FileField(help_text="Somebody reads the text of the item aloud")


def attempt_address(attempt: Attempt) -> str:
    return reverse("attempts-api:detail", args=[attempt.pk])
