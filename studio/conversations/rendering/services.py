"""A conversation, or one turn of it, becomes sound as a job: what is wrong with the asking is said here."""

from typing import Any

from common.errors import Conflict, InvalidInput
from jobs.models import Job
from jobs.services import enqueue
from speech.requests import shortened
from studio.conversations.rendering.asking import RenderAsked
from studio.conversations.rendering.keys import RENDER_KIND, TURN_KIND, render_key, turn_key
from studio.models import Conversation, Turn


def start_render(*, conversation: Conversation, **asked: Any) -> Job:
    """`asked` are fields of a `RenderAsked`. A render that is under way already is joined."""
    wanted = RenderAsked(**asked)
    _require_words(conversation)
    job = enqueue(
        kind=RENDER_KIND,
        owner=conversation.owner,
        key=render_key(conversation.pk),
        title=f"Render “{shortened(conversation.name)}”",
        params={
            "conversation_id": str(conversation.pk),
            "revision": conversation.revision,
            **wanted.as_params(),
        },
    )
    if RenderAsked.of(job.params) != wanted:
        raise Conflict(
            "This conversation is being rendered already, in another format or with other settings. "
            "Wait for that, or cancel it.",
            code="render_under_way",
        )
    return job


def speak_turn(*, turn: Turn) -> Job:
    """Again where it failed. What is spoken already as it is now is not spoken once more."""
    if not turn.text.strip():
        raise InvalidInput("Nothing is written in this turn.", param="text", code="nothing_to_say")
    return enqueue(
        kind=TURN_KIND,
        owner=turn.owner,
        key=turn_key(turn.pk),
        title=f"Speak “{shortened(turn.text)}”",
        params={"conversation_id": str(turn.conversation_id), "turn_id": str(turn.pk)},
    )


def _require_words(conversation: Conversation) -> None:
    texts = Turn.objects.filter(conversation=conversation).values_list("text", flat=True)
    if not any(text.strip() for text in texts):
        raise InvalidInput(
            "Nothing is written in this conversation yet. Add a turn first.",
            param="turns",
            code="nothing_to_say",
        )
