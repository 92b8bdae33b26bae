"""A person and an id in, that person's conversation, or a turn of it, or 404 out."""

import uuid
from typing import Any

from common.errors import NotFound
from studio.conversations.queries import conversations_of, turns_of
from studio.models import Conversation, Turn


def conversation_for(user: Any, conversation_id: uuid.UUID) -> Conversation:
    conversation = conversations_of(user).filter(pk=conversation_id).first()
    if conversation is None:
        raise NotFound("There is no such conversation.")
    return conversation


def discarded_conversation_for(user: Any, conversation_id: uuid.UUID) -> Conversation:
    found = Conversation.objects.for_user(user).filter(pk=conversation_id).exclude(deleted_at=None)
    conversation = found.first()
    if conversation is None:
        raise NotFound("This conversation is gone for good, or was never deleted.")
    return conversation


def turn_for(user: Any, conversation_id: uuid.UUID, turn_id: uuid.UUID) -> Turn:
    """With its conversation, read before it: what is told of both has no newer revision than is shown."""
    conversation = conversation_for(user, conversation_id)
    turn = turns_of(conversation).filter(pk=turn_id).first()
    if turn is None:
        raise NotFound("There is no such turn.")
    turn.conversation = conversation
    return turn
