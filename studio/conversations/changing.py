"""One who changes a conversation, or a turn of it, at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from common.errors import NotFound
from studio import locking
from studio.models import Conversation, Turn


@contextmanager
def changing(conversation: Conversation, expected_revision: int | None = None) -> Iterator[Conversation]:
    """The conversation as it is now, locked. Where nothing is raised, its revision is one more afterwards."""
    with locking.changing(conversation, expected_revision) as locked:
        yield locked
        locked.revision += 1
        locked.save(update_fields=["revision", "updated_at"])
    conversation.revision = locked.revision


def locked_turn(conversation: Conversation, turn: Turn) -> Turn:
    """Of a locked conversation: whoever puts a clip into it waits."""
    locked = conversation.turns.select_for_update().filter(pk=turn.pk).first()
    if locked is None:
        raise NotFound("There is no such turn.")
    locked.conversation = conversation
    return locked
