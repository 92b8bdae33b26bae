"""One turn is spoken by itself, for whoever wants to hear it or try it again."""

import uuid
from typing import Any

from jobs.errors import JobFailed
from jobs.run import JobRun
from studio.conversations.rendering import states
from studio.conversations.rendering.turns_making import BROKE, TurnsMaking
from studio.models import Turn


class TurnMaking:
    def __init__(self, run: JobRun) -> None:
        self.turn_id = uuid.UUID(run.params["turn_id"])
        self._turns = TurnsMaking(run, uuid.UUID(run.params["conversation_id"]), turn_id=self.turn_id)

    def make(self) -> dict[str, Any]:
        try:
            return self._make()
        finally:
            states.settle(Turn.objects.filter(pk=self.turn_id))

    def _make(self) -> dict[str, Any]:
        scene = self._turns.scene()
        if not scene.turns:
            raise JobFailed("This turn was deleted.", code="turn_gone")
        if scene.unspoken:
            told = Turn.objects.filter(pk=self.turn_id).exclude(error="").first()
            raise JobFailed(told.error, code=told.error_code) if told else JobFailed(BROKE)
        turn = scene.turns[0].turn
        return {
            "turn_id": str(turn.pk),
            "clip_id": str(turn.clip_id) if turn.clip_id else None,
            "duration_ms": round(1000 * turn.clip.duration_seconds) if turn.clip else 0,
            "spoken": self._turns.spoken_count,
        }
