"""Items and tags as programs see them, and what they may send of one. Whether that is right is said by
`cleaning`, for every door alike."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.errors import AppError, InvalidInput
from common.parsers import fields_sent
from common.schema import ErrorBodySerializer
from dictation.items.cleaning import ItemDraft
from dictation.limits import BULK_AT_MOST
from dictation.models import (
    ALTERNATIVES_AT_MOST,
    EASIEST,
    HARDEST,
    LOCALE_MAX_CHARACTERS,
    TAG_MAX_CHARACTERS,
    TAGS_AT_MOST,
    TEXT_MAX_CHARACTERS,
    AudioState,
    Item,
    Tag,
)
from dictation.paging import PageFieldsSerializer

NULL_OR_URL = extend_schema_field(serializers.CharField(allow_null=True))
NULL_OR_MS = extend_schema_field(serializers.IntegerField(allow_null=True))


class DictationItemSerializer(serializers.ModelSerializer):
    """Of `items_for` or `practised_by`, which join and count what is shown."""

    alternatives = serializers.ListField(
        child=serializers.CharField(), help_text="Other texts that are right, too"
    )
    is_difficulty_given = serializers.BooleanField(help_text="Otherwise it follows from the text")
    tags = serializers.SerializerMethodField(help_text="Their names")
    tts_status = serializers.ChoiceField(choices=AudioState.choices)
    tts_error = serializers.SerializerMethodField(help_text="A sentence; empty where nothing is wrong")
    audio_url = serializers.SerializerMethodField(help_text="null unless it is ready")
    duration_ms = serializers.SerializerMethodField(help_text="null unless it is ready")
    attempts_count = serializers.IntegerField(help_text="Yours")
    practised = serializers.SerializerMethodField(help_text="Whether you made an attempt")
    last_practised_at = serializers.DateTimeField(allow_null=True)
    best_percentage = serializers.IntegerField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True, help_text="When to repeat it; null: it is new")
    is_own = serializers.SerializerMethodField(help_text="false: it is shared with you, to be practised")

    class Meta:
        model = Item
        fields = (
            *(
                "id",
                "locale",
                "text",
                "alternatives",
                "is_strict",
                "difficulty",
                "is_difficulty_given",
                "tags",
            ),
            *("tts_status", "tts_error", "audio_url", "duration_ms", "attempts_count", "practised"),
            *("last_practised_at", "best_percentage", "due_at", "is_own", "created_at", "updated_at"),
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_tags(self, item: Item) -> list[str]:
        return [tag.name for tag in item.tags.all()]

    def get_tts_error(self, item: Item) -> str:
        return item.audio.error if item.audio and item.tts_status == AudioState.FAILED else ""

    @NULL_OR_URL
    def get_audio_url(self, item: Item) -> str | None:
        if item.tts_status != AudioState.READY:
            return None
        return reverse("item-audio-api:audio", args=[item.pk])

    @NULL_OR_MS
    def get_duration_ms(self, item: Item) -> int | None:
        sound = item.audio.sound if item.audio and item.tts_status == AudioState.READY else None
        return None if sound is None else round(1000 * sound.duration_seconds)

    def get_practised(self, item: Any) -> bool:
        return bool(item.attempts_count)

    def get_is_own(self, item: Item) -> bool:
        return item.owner_id == self.context["user"].pk


class DictationItemPageSerializer(PageFieldsSerializer):
    items = DictationItemSerializer(many=True)


class DictationItemWriteSerializer(serializers.Serializer):
    """What may be sent of an item; null is the default."""

    locale = serializers.CharField(
        max_length=LOCALE_MAX_CHARACTERS, help_text="BCP 47, such as `en-GB`: one that a voice here speaks"
    )
    text = serializers.CharField(max_length=TEXT_MAX_CHARACTERS, help_text="At least one word")
    alternatives = serializers.ListField(
        child=serializers.CharField(max_length=TEXT_MAX_CHARACTERS),
        max_length=ALTERNATIVES_AT_MOST,
        required=False,
        allow_null=True,
        help_text="Other texts that are right, too: the best score counts",
    )
    is_strict = serializers.BooleanField(required=False, allow_null=True, help_text="Whether accents count")
    difficulty = serializers.IntegerField(
        min_value=EASIEST,
        max_value=HARDEST,
        required=False,
        allow_null=True,
        help_text="null: that of its text",
    )
    tags = serializers.ListField(
        child=serializers.CharField(max_length=TAG_MAX_CHARACTERS, help_text="Without a comma"),
        max_length=TAGS_AT_MOST,
        required=False,
        allow_null=True,
        help_text="Names, none of them twice; those that are new are made",
    )


class DictationBulkSerializer(serializers.Serializer):
    items = DictationItemWriteSerializer(many=True, help_text=f"1 to {BULK_AT_MOST}")


class DictationFailedItemSerializer(serializers.Serializer):
    index = serializers.IntegerField(help_text="Its place among those that were sent, from 0")
    error = ErrorBodySerializer()


class DictationBulkAnswerSerializer(serializers.Serializer):
    created_items = DictationItemSerializer(many=True)
    total_created = serializers.IntegerField()
    failed_items = DictationFailedItemSerializer(many=True)
    total_failed = serializers.IntegerField()


class DictationDifficultySerializer(serializers.Serializer):
    difficulty = serializers.IntegerField(
        min_value=EASIEST, max_value=HARDEST, allow_null=True, help_text="null: that of its text"
    )


class DictationItemTagsSerializer(serializers.Serializer):
    tags = serializers.ListField(
        child=serializers.CharField(max_length=TAG_MAX_CHARACTERS), max_length=TAGS_AT_MOST
    )


class DictationTagSerializer(serializers.ModelSerializer):
    """Of `tags_of`, which counts."""

    item_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Tag
        fields = ("id", "name", "item_count", "created_at", "updated_at")
        read_only_fields = ("id", "item_count", "created_at", "updated_at")


class DictationTagPageSerializer(PageFieldsSerializer):
    items = DictationTagSerializer(many=True)


class DictationTagWriteSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=TAG_MAX_CHARACTERS, help_text="Without a comma")


_WRITABLE = frozenset(DictationItemWriteSerializer().fields)
_READ_ALONE = frozenset(DictationItemSerializer.Meta.fields)


def item_sent(data: Any) -> dict[str, Any]:
    """Arguments of the services, as they came."""
    return fields_sent(data, _WRITABLE, read_alone=_READ_ALONE)


def draft_sent(data: Any) -> ItemDraft | AppError:
    """What is null is as if it were left out. What is no item at all is told like what is wrong with one."""
    try:
        sent = {name: value for name, value in item_sent(data).items() if value is not None}
        for name in ("locale", "text"):
            if name not in sent:
                raise InvalidInput("This field is required.", param=name)
        return ItemDraft(**sent)
    except AppError as error:
        return error


def drafts_sent(data: Any) -> list[ItemDraft | AppError]:
    items = fields_sent(data, {"items"}).get("items")
    if not isinstance(items, list):
        raise InvalidInput('Send {"items": [...]}, each with “locale” and “text”.', param="items")
    if not 1 <= len(items) <= BULK_AT_MOST:
        raise InvalidInput(f"Send 1 to {BULK_AT_MOST} items; these are {len(items):,}.", param="items")
    return [draft_sent(item) for item in items]


def bulk_answer(outcomes: list[Any], shown: Mapping[Any, Any]) -> dict[str, Any]:
    """`outcomes` in the order in which they were sent; `shown`: by id, the items as a page shows them."""
    failed = [
        {"index": index, "error": outcome.as_dict()}
        for index, outcome in enumerate(outcomes)
        if isinstance(outcome, AppError)
    ]
    created = [shown[outcome.pk] for outcome in outcomes if not isinstance(outcome, AppError)]
    return {
        "created_items": created,
        "total_created": len(created),
        "failed_items": failed,
        "total_failed": len(failed),
    }
