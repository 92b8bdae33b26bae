"""Making, changing and removing conversations. Pages and API both come through here, and `turns` does for
what is in one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from clips.services import release_many
from common.errors import InvalidInput
from common.owned import lock_owner
from common.revisions import require_revision
from studio import lifetimes
from studio.conversations.changing import changing
from studio.conversations.cleaning import UNTITLED, clean_fields
from studio.conversations.limits import CONVERSATIONS_AT_MOST
from studio.conversations.turns import copy_turns, made_turns
from studio.locking import locked_project
from studio.models import Conversation
from studio.naming import copied_name

COPIED = ("gap_ms", "sample_rate_hz", "is_levelled", "target_lufs", "room_tone_db")


def create_conversation(
    *, owner: Any, turns: Sequence[Mapping[str, Any]] = (), **fields: Any
) -> Conversation:
    """Everything wrong with it or with one of its turns is raised before there is a row."""
    columns = {"name": UNTITLED, **clean_fields(fields)}
    with transaction.atomic():
        _require_room_for_one_more(owner)
        conversation = Conversation.objects.create(owner=owner, **columns)
        made_turns(conversation, turns)
    return conversation


def update_conversation(
    *, conversation: Conversation, expected_revision: int | None = None, **fields: Any
) -> Conversation:
    """What is left out stays; None is its default."""
    columns = clean_fields(fields)
    with changing(conversation, expected_revision) as locked:
        for name, value in columns.items():
            setattr(locked, name, value)
        locked.save(update_fields=[*columns, "updated_at"])
    return locked


def duplicate(*, conversation: Conversation, expected_revision: int | None = None) -> Conversation:
    """With its turns and what is spoken of them, as “Scene 1 copy”; it has no render yet."""
    with transaction.atomic():
        _require_room_for_one_more(conversation.owner)
        source = locked_project(conversation)
        require_revision(source, expected_revision)
        name = copied_name(source.name)
        copied = {column: getattr(source, column) for column in COPIED}
        copy = Conversation.objects.create(owner_id=source.owner_id, name=name, **copied)
        copy_turns(source, copy)
    return copy


def discard(*, conversation: Conversation, expected_revision: int | None = None) -> None:
    """Out of sight at once; `restore` brings it back until it is purged."""
    lifetimes.discard(conversation, expected_revision)


def restore(*, conversation: Conversation, expected_revision: int | None = None) -> Conversation:
    return lifetimes.restore(
        conversation,
        require_room=_require_room_for_one_more,
        expected_revision=expected_revision,
    )


def delete_conversation(*, conversation: Conversation) -> None:
    """For good, with its sound where nobody keeps that and nothing else uses it."""
    lifetimes.delete(conversation, _delete)


def purge_discarded() -> int:
    """Deletes for good what was discarded and not brought back."""
    return lifetimes.purge(Conversation, _delete)


def _delete(locked: Conversation) -> None:
    turns = locked.turns.exclude(clip=None)
    clip_ids = [*turns.values_list("clip_id", flat=True), *filter(None, [locked.render_id])]
    locked.delete()
    release_many(clip_ids=clip_ids)


def _require_room_for_one_more(owner: Any) -> None:
    lock_owner(owner.pk)
    if Conversation.objects.for_user(owner).filter(deleted_at=None).count() >= CONVERSATIONS_AT_MOST:
        raise InvalidInput(
            f"A person has {CONVERSATIONS_AT_MOST:,} conversations at most. Delete one first.",
            code="too_many_conversations",
        )
