"""Reading conversations and their turns."""

from typing import Any

from django.db.models import Count, QuerySet

from common.errors import InvalidInput
from speech.names import folded
from studio.models import NAME_MAX_CHARACTERS, Conversation, Turn


def conversations_of(user: Any, *, search: str = "") -> QuerySet[Conversation]:
    """The last changed first, each with its `turn_count` and its render."""
    conversations = Conversation.objects.for_user(user).filter(deleted_at=None)
    found = _named_like(conversations, search)
    shown = found.select_related("render").defer("render__peaks").annotate(turn_count=Count("turns"))
    return shown.order_by("-updated_at", "id")


def turns_of(conversation: Conversation) -> QuerySet[Turn]:
    """In their order, each with its clip."""
    turns = Turn.objects.filter(conversation=conversation, owner_id=conversation.owner_id)
    return turns.select_related("clip").defer("clip__peaks").order_by("position")


def is_written(conversation: Conversation) -> bool:
    """Whether any of its turns says something or has a speaker."""
    return conversation.turns.exclude(text="", speaker="").exists()


def _named_like(conversations: QuerySet[Conversation], search: str) -> QuerySet[Conversation]:
    """A person has a thousand at most: names are compared here, since SQLite lowers ASCII alone."""
    search = folded(search.strip())
    if len(search) > NAME_MAX_CHARACTERS:
        raise InvalidInput(f"Search for {NAME_MAX_CHARACTERS} characters at most.", param="search")
    if not search:
        return conversations
    names = conversations.order_by().values_list("pk", "name")
    return conversations.filter(pk__in=[pk for pk, name in names if search in folded(name)])
