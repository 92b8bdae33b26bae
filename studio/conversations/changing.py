"""One who changes a conversation at a time; who would change an older one than there is is refused."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from common.errors import NotFound
from common.owned import lock_owner
from common.revisions import require_revision
from studio.models import Conversation, Turn


@contextmanager
def changing(conversation: Conversation, expected_revision: int | None = None) -> Iterator[Conversation]:
    """The conversation as it is now, locked; its revision is one more afterwards, where nothing was raised.

    Its owner is locked before it, as by those who count what a person has.
    """
    with transaction.atomic():
        lock_owner(conversation.owner_id)
        locked = locked_conversation(conversation)
        require_revision(locked, expected_revision)
        yield locked
        locked.revision += 1
        locked.save(update_fields=["revision", "updated_at"])
    conversation.revision = locked.revision


def locked_conversation(conversation: Conversation) -> Conversation:
    locked = Conversation.objects.select_for_update().filter(pk=conversation.pk, deleted_at=None).first()
    if locked is None:
        raise NotFound("There is no such conversation.")
    return locked


def locked_turn(conversation: Conversation, turn: Turn) -> Turn:
    """Of a locked conversation: whoever puts a clip into it waits."""
    locked = conversation.turns.select_for_update().filter(pk=turn.pk).first()
    if locked is None:
        raise NotFound("There is no such turn.")
    locked.conversation = conversation
    return locked
