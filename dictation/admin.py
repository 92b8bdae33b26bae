"""Dictation, for administrators: to be looked at, taken out as a file, said again, and deleted."""

from operator import attrgetter
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from common.admin import DeletesThroughService, OnlyToLookAt
from common.admin_exports import Columns, Exportable
from dictation.audio.services import refresh_many
from dictation.items.services import delete_item
from dictation.items.tags import delete_tag
from dictation.models import (
    Attempt,
    AudioState,
    Item,
    ItemAudio,
    ItemList,
    LearntWord,
    ListedItem,
    Membership,
    Miss,
    PracticeGroup,
    PracticePreferences,
    Repetition,
    Tag,
)


def _columns(*names: str) -> dict[str, Any]:
    """Of the row itself, and whose it is."""
    return {"owner": attrgetter("owner.username"), **{name: attrgetter(name) for name in names}}


class _Peoples(DeletesThroughService):
    """Its owner's: nobody else makes or changes it."""

    list_select_related: ClassVar[Any] = ("owner",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def refusal(self, row: Any) -> str:
        return ""

    def delete_by_service(self, row: Any) -> None:
        row.delete()


@admin.register(Item)
class ItemAdmin(Exportable, _Peoples):
    list_display = ("__str__", "owner", "locale", "difficulty", "sound", "created_at", "is_deleted")
    list_filter = (
        "audio__state",
        "difficulty",
        "locale",
        ("deleted_at", admin.EmptyFieldListFilter),
        "created_at",
    )
    list_select_related = ("owner", "audio__clip")
    search_fields = ("text", "owner__username", "tags__name")
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    actions = (*Exportable.actions, "make_audio_again")
    exported: ClassVar[Columns] = {
        **_columns("id", "locale", "text", "alternatives", "is_strict", "difficulty"),
        **_columns("is_difficulty_given"),
        "tags": lambda item: [tag.name for tag in item.tags.all()],
        **_columns("tts_status"),
        "tts_error": lambda item: item.audio.error if item.audio else "",
        **_columns("created_at", "updated_at", "deleted_at"),
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Item]:
        return super().get_queryset(request).defer("audio__clip__peaks")

    def rows_exported(self, queryset: QuerySet) -> QuerySet:
        joined = queryset.select_related("owner", "audio__clip").defer("audio__clip__peaks")
        return joined.prefetch_related("tags")

    def has_remake_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("dictation.change_item"))

    @admin.action(description="Make the audio again", permissions=["remake"])
    def make_audio_again(self, request: HttpRequest, queryset: QuerySet[Item]) -> None:
        items = list(queryset.filter(deleted_at=None).select_related("owner", "audio"))
        refresh_many(items=items)
        mute = sum(item.tts_status == AudioState.FAILED for item in items)
        self.message_user(request, f"The audio of {len(items) - mute:,} items is being made again.")
        if mute:
            self.message_user(request, f"No voice here speaks {mute:,} of them.", messages.WARNING)

    def delete_by_service(self, row: Item) -> None:
        delete_item(item=row)

    @admin.display(description="Sound", ordering="audio__state")
    def sound(self, item: Item) -> str:
        return item.tts_status

    @admin.display(description="Deleted", boolean=True, ordering="deleted_at")
    def is_deleted(self, item: Item) -> bool:
        return item.deleted_at is not None


@admin.register(Attempt)
class AttemptAdmin(Exportable, _Peoples):
    list_display = ("practised_at", "owner", "item", "kind", "locale", "percentage", "wer", "words_total")
    list_filter = ("kind", "locale", "difficulty", "practised_at")
    list_select_related = ("owner", "item")
    search_fields = ("text", "expected", "owner__username", "item_ref")
    date_hierarchy = "practised_at"
    ordering = ("-practised_at",)
    exported: ClassVar[Columns] = _columns(
        *(
            "id",
            "owner.username",
            "item_ref",
            "kind",
            "locale",
            "difficulty",
            "text",
            "expected",
            "is_strict",
        ),
        *("words_total", "words_correct", "substitutions", "deletions", "insertions", "wer", "percentage"),
        *("replays", "hints", "practice_seconds", "practised_at", "alignment"),
    )


@admin.register(Tag)
class TagAdmin(Exportable, _Peoples):
    list_display = ("name", "owner", "item_count", "created_at")
    search_fields = ("name", "owner__username")
    exported: ClassVar[Columns] = _columns("id", "name", "item_count", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        return super().get_queryset(request).annotate(item_count=Count("items"))

    @admin.display(description="Items", ordering="item_count")
    def item_count(self, tag: Any) -> int:
        return int(tag.item_count)

    def delete_by_service(self, row: Tag) -> None:
        delete_tag(tag=row)


@admin.register(ItemAudio)
class ItemAudioAdmin(OnlyToLookAt):
    list_display = ("locale", "engine", "voice", "speed", "state", "error", "owner", "updated_at")
    list_filter = ("state", "engine", "locale")
    list_select_related = ("owner",)
    search_fields = ("voice", "content_hash", "owner__username")
    ordering = ("-updated_at",)


@admin.register(ItemList)
class ItemListAdmin(_Peoples):
    list_display = ("name", "owner", "created_at", "updated_at")
    search_fields = ("name", "owner__username")


@admin.register(PracticeGroup)
class PracticeGroupAdmin(_Peoples):
    list_display = ("name", "owner", "created_at", "updated_at")
    search_fields = ("name", "owner__username")
    exclude = ("code",)  # whoever has it may join


@admin.register(LearntWord)
class LearntWordAdmin(_Peoples):
    list_display = ("word", "locale", "owner", "learnt_at")
    list_filter = ("locale",)
    search_fields = ("word", "owner__username")
    ordering = ("-learnt_at",)


@admin.register(PracticePreferences)
class PracticePreferencesAdmin(_Peoples):
    list_display = ("owner", "daily_goal")
    search_fields = ("owner__username",)
    ordering = ("owner__username",)


@admin.register(Miss)
class MissAdmin(OnlyToLookAt):
    list_display = ("word", "given", "locale", "owner", "attempt")
    list_filter = ("locale",)
    list_select_related = ("owner", "attempt")
    search_fields = ("word", "given", "owner__username")
    ordering = ("-pk",)


@admin.register(Repetition)
class RepetitionAdmin(OnlyToLookAt):
    list_display = ("item", "owner", "due_at")
    list_select_related = ("owner", "item")
    search_fields = ("item__text", "owner__username")
    ordering = ("due_at",)


@admin.register(ListedItem)
class ListedItemAdmin(OnlyToLookAt):
    list_display = ("item_list", "position", "item")
    list_select_related = ("item_list", "item")
    search_fields = ("item_list__name", "item__text")


@admin.register(Membership)
class MembershipAdmin(OnlyToLookAt):
    list_display = ("member", "group", "shows_scores", "joined_at")
    list_select_related = ("member", "group")
    search_fields = ("member__username", "group__name")
    ordering = ("-joined_at",)
