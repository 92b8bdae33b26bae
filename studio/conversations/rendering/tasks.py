"""Background work of this room."""

from typing import Any

from jobs.registry import job_kind
from jobs.run import JobRun
from studio.conversations.rendering.keys import RENDER_KIND, TURN_KIND
from studio.conversations.rendering.render_making import RenderMaking
from studio.conversations.rendering.states import settle_abandoned
from studio.conversations.rendering.turn_making import TurnMaking


@job_kind(RENDER_KIND, title="Render a conversation", attempts=5)
def render_conversation(run: JobRun) -> dict[str, Any]:
    """Turns that are spoken are not spoken again, however often it begins anew."""
    return RenderMaking(run).make()


@job_kind(TURN_KIND, title="Speak a turn")
def speak_turn(run: JobRun) -> dict[str, Any]:
    return TurnMaking(run).make()


@job_kind("studio.settle_turns", title="Look for turns that nobody speaks", every_seconds=600)
def settle_turns(run: JobRun) -> dict[str, Any]:
    return {"turns_settled": settle_abandoned()}
