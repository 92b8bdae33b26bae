"""What the page of a conversation and its parts are drawn from."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from common.revisions import etag_of
from jobs.models import Job
from profiles.queries import profiles_of
from studio.conversations.queries import turns_of
from studio.conversations.rendering.keys import render_key, turn_key
from studio.models import (
    LONGEST_GAP_MS,
    LOUDEST_LUFS,
    LOUDEST_ROOM_DB,
    NAME_MAX_CHARACTERS,
    QUIETEST_LUFS,
    QUIETEST_ROOM_DB,
    RATES_HZ,
    SPEAKER_MAX_CHARACTERS,
    TURN_MAX_CHARACTERS,
    Conversation,
    Turn,
    TurnState,
)

LIMITS = {
    "gap_ms": LONGEST_GAP_MS,
    "name": NAME_MAX_CHARACTERS,
    "speaker": SPEAKER_MAX_CHARACTERS,
    "text": TURN_MAX_CHARACTERS,
    "quietest_lufs": QUIETEST_LUFS,
    "loudest_lufs": LOUDEST_LUFS,
    "quietest_room_db": QUIETEST_ROOM_DB,
    "loudest_room_db": LOUDEST_ROOM_DB,
}
# A row is seen a moment after it was written: what changed meanwhile is told twice rather than never.
OVERLAP = timedelta(seconds=2)


def editor_context(conversation: Conversation) -> dict[str, Any]:
    turns = list(turns_of(conversation))
    return {
        "turns": turns,
        "speakers": sorted({turn.speaker for turn in turns if turn.speaker}, key=str.casefold),
        "rates_hz": RATES_HZ,
        **fields_context(conversation),
        **sound_context(conversation, turns),
    }


def fields_context(conversation: Conversation) -> dict[str, Any]:
    """Of a turn's fields."""
    return {
        "conversation": conversation,
        "etag": etag_of(conversation),
        "profiles": list(profiles_of(conversation.owner)),
        "new_turn": Turn(conversation=conversation, owner_id=conversation.owner_id),
        "limits": LIMITS,
    }


def sound_context(conversation: Conversation, turns: Sequence[Turn] | None = None) -> dict[str, Any]:
    """How far its sound is: spoken, failed, rendered, under way."""
    turns = list(turns_of(conversation)) if turns is None else turns
    written = [turn for turn in turns if turn.text]
    return {
        "conversation": conversation,
        "whole_track": f"conversation-{conversation.pk}",
        "turn_count": len(turns),
        "written_count": len(written),
        "spoken_count": sum(turn.state_told == TurnState.DONE for turn in written),
        "failed_count": sum(turn.state == TurnState.FAILED for turn in written),
        "is_current": conversation.sound is not None
        and conversation.rendered_revision == conversation.revision,
        "job": _job(conversation),
        "is_making": any(turn.state == TurnState.MAKING for turn in turns) or _are_spoken(turns),
        "since": (timezone.now() - OVERLAP).isoformat(),
    }


def changed_since(conversation: Conversation, moment: datetime | None) -> list[Turn]:
    turns = turns_of(conversation)
    return list(turns.filter(updated_at__gte=moment) if moment else turns)


def _job(conversation: Conversation) -> Job | None:
    """The rendering under way, or the one that ended last without a result."""
    jobs = Job.objects.for_user(conversation.owner).filter(key=render_key(conversation.pk))
    last = jobs.order_by("-created_at").first()
    is_over = last is not None and (last.state == "done" or last.dismissed_at is not None)
    return None if is_over else last


def _are_spoken(turns: Sequence[Turn]) -> bool:
    keys = [turn_key(turn.pk) for turn in turns]
    return bool(turns) and Job.objects.for_user(turns[0].owner).active().filter(key__in=keys).exists()
