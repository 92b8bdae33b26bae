"""What became of a conversation's last render."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jobs.models import Job
from studio.conversations.queries import turns_of
from studio.conversations.rendering.keys import render_key
from studio.models import Conversation, Turn, TurnState


@dataclass(frozen=True)
class Render:
    """`job` is the last one there was, as long as it is remembered."""

    conversation: Conversation
    turns: list[Turn]
    job: Job | None

    @property
    def state(self) -> str:
        if self.job is not None:
            return str(self.job.state)
        return "done" if self.conversation.sound else "none"

    @property
    def is_current(self) -> bool:
        conversation = self.conversation
        return conversation.sound is not None and conversation.rendered_revision == conversation.revision

    @cached_property
    def marks(self) -> dict[str, dict[str, Any]]:
        """By turn, where in the render it is."""
        return {mark["turn_id"]: mark for mark in self.conversation.render_marks}

    @property
    def missing(self) -> list[Turn]:
        """Turns that are written and not in it. Those of a later revision are not missed."""
        if self.is_current:
            return [turn for turn in self.turns if turn.text.strip() and str(turn.pk) not in self.marks]
        return [turn for turn in self.turns if turn.state == TurnState.FAILED]


def render_of(conversation: Conversation) -> Render:
    jobs = Job.objects.for_user(conversation.owner).filter(key=render_key(conversation.pk))
    return Render(conversation, list(turns_of(conversation)), jobs.order_by("-created_at").first())
