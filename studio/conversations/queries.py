"""Reading conversations and their turns."""

from typing import Any

from django.db.models import Count, QuerySet

from studio.models import Conversation, Turn
from studio.naming import found_by_name


def conversations_of(user: Any, *, search: str = "") -> QuerySet[Conversation]:
    """The last changed first, each with its `turn_count` and its render."""
    conversations = Conversation.objects.for_user(user).filter(deleted_at=None)
    found = found_by_name(conversations, search, param="q")
    shown = found.select_related("render").defer("render__peaks").annotate(turn_count=Count("turns"))
    return shown.order_by("-updated_at", "id")


def turns_of(conversation: Conversation) -> QuerySet[Turn]:
    """In their order, each with its clip."""
    turns = Turn.objects.filter(conversation=conversation, owner_id=conversation.owner_id)
    return turns.select_related("clip").defer("clip__peaks").order_by("position")


def is_written(conversation: Conversation) -> bool:
    """Whether any of its turns says something or has a speaker."""
    return conversation.turns.exclude(text="", speaker="").exists()
