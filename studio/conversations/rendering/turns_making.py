"""Speaks the turns that are not spoken as they are now. One that fails says why; the others go on."""

import logging
import uuid
from collections.abc import Sequence

from django.db import DatabaseError

from common.errors import AppError, OutOfSpace, Unavailable
from jobs.errors import JobFailed
from jobs.run import JobRun
from speech.engines.errors import EngineBusy
from speech.pipeline import length_of
from speech.refusals import SpeechFailed
from studio.conversations.rendering import states
from studio.conversations.rendering.scene import Scene, SceneTurn, scene_of
from studio.conversations.rendering.speaking import Overtaken, speak_turn_of

logger = logging.getLogger(__name__)

# Who goes on editing while it is rendered would be waited for without an end.
MOST_ROUNDS = 8
BROKE = "Something broke on our side while this was spoken. Try again."


class TurnsMaking:
    """Of all of a conversation, or of one alone. `share` is that of the job's progress."""

    def __init__(
        self, run: JobRun, conversation_id: uuid.UUID, *, turn_id: uuid.UUID | None = None, share: float = 1.0
    ) -> None:
        self.run, self.share = run, share
        self.conversation_id, self.turn_id = conversation_id, turn_id
        self.spoken_count = 0
        self._failed: dict[uuid.UUID, str] = {}  # of each turn, what it was when it failed

    def scene(self) -> Scene:
        """With all of it spoken that can be; it is read again until nobody has changed it meanwhile."""
        for _ in range(MOST_ROUNDS):
            scene = scene_of(self.conversation_id, turn_id=self.turn_id)
            states.note_spoken(each.turn for each in scene.spoken)
            left = [each for each in scene.unspoken if self._is_worth_trying(each)]
            if not left:
                return scene
            self._speak_all(left)
        raise JobFailed(
            "This was changed again and again while it was spoken. Start it anew when you are done.",
            code="changed_meanwhile",
        )

    def _is_worth_trying(self, each: SceneTurn) -> bool:
        if each.error is not None:
            states.fail(each.turn, each.error)
        return each.saying is not None and self._failed.get(each.turn.pk) != each.saying.content_hash

    def _speak_all(self, left: Sequence[SceneTurn]) -> None:
        whole = sum(length_of(each.turn.text) for each in left) or 1
        done = 0
        for each in left:
            self.run.give_way()
            self._speak(each, done, whole)
            done += length_of(each.turn.text)
        self._tell(done, whole)

    def _speak(self, each: SceneTurn, done: int, whole: int) -> None:
        turn, saying = each.turn, each.saying
        if saying is None:
            return
        self._tell(done, whole, f"Turn {turn.position}{': ' if turn.speaker else ''}{turn.speaker}")
        states.begin(turn)
        try:
            speak_turn_of(
                turn, saying, run=self.run, on_characters=lambda spoken: self._tell(done + spoken, whole)
            )
            self.spoken_count += 1
        except Overtaken:
            pass  # it is looked at again in the next round
        except (OutOfSpace, DatabaseError, OSError):
            raise  # so it is with all the others
        except AppError as error:
            if isinstance(error, Unavailable) and error.code == EngineBusy.code:
                raise  # the whole job waits, and is tried again
            self._fail(each, error)
        except Exception:
            logger.exception("The turn %s broke", turn.pk)
            self._fail(each, SpeechFailed(BROKE))

    def _fail(self, each: SceneTurn, error: AppError) -> None:
        if each.saying is not None:
            self._failed[each.turn.pk] = each.saying.content_hash
        states.fail(each.turn, error)

    def _tell(self, done: int, whole: int, step: str | None = None) -> None:
        self.run.checkpoint(self.share * min(done / whole, 1.0), step)
