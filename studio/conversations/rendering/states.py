"""What is told of each turn while it is spoken; nothing of that stays when nobody speaks it any more."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from common.errors import AppError
from jobs.models import Job
from studio.conversations.rendering.keys import render_key, turn_key
from studio.models import Turn, TurnState

NO_ERROR = {"error": "", "error_code": ""}


def begin(turn: Turn) -> None:
    _note(Turn.objects.filter(pk=turn.pk), state=TurnState.MAKING, **NO_ERROR)


def fail(turn: Turn, error: AppError) -> None:
    """Unless it was changed meanwhile: then this says nothing of it any more."""
    as_it_was = Turn.objects.filter(pk=turn.pk, text=turn.text)
    _note(as_it_was, state=TurnState.FAILED, error=error.message, error_code=error.code[:64])


def settle(turns: Any) -> int:
    """Those of them that are said to be spoken, and are not any more."""
    return _note(turns.filter(state=TurnState.MAKING), state=TurnState.NEW, **NO_ERROR)


def note_spoken(turns: Iterable[Turn]) -> None:
    """What was changed and changed back is spoken already."""
    ids = [turn.pk for turn in turns if turn.state != TurnState.DONE]
    if ids:
        _note(Turn.objects.filter(pk__in=ids).exclude(clip=None), state=TurnState.DONE, **NO_ERROR)


def forget_spoken(turns: Any) -> None:
    """What failed keeps saying why."""
    turns.filter(state=TurnState.DONE).update(state=TurnState.NEW)
    turns.update(clip=None, content_hash="", lufs=None)


def settle_abandoned() -> int:
    """Of jobs that ended without a word: their worker was killed once too often."""
    making = Turn.objects.filter(state=TurnState.MAKING).only("pk", "conversation_id")
    under_way = set(Job.objects.active().exclude(key="").values_list("key", flat=True))
    left = [
        turn.pk for turn in making if not {render_key(turn.conversation_id), turn_key(turn.pk)} & under_way
    ]
    return settle(Turn.objects.filter(pk__in=left))


def turns_in(conversation_id: Any) -> Any:
    return Turn.objects.filter(conversation_id=conversation_id)


def _note(turns: Any, **changed: Any) -> int:
    return int(turns.update(**changed, updated_at=timezone.now()))
