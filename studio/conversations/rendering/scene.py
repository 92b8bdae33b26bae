"""A conversation as it is at one moment, with what is to be said of it looked up."""

import uuid
from dataclasses import dataclass
from functools import cached_property

from clips.reading import is_stored
from common.errors import AppError
from jobs.errors import JobFailed
from studio.conversations.queries import turns_of
from studio.conversations.rendering.casting import Casting, Saying
from studio.models import Conversation, Turn


@dataclass(frozen=True)
class SceneTurn:
    turn: Turn
    saying: Saying | None = None
    error: AppError | None = None  # why it can't even be tried

    @property
    def is_silent(self) -> bool:
        """Nothing is written in it: a pause."""
        return not self.turn.text.strip()

    @cached_property
    def is_spoken(self) -> bool:
        """As it is now: what its clip was made from is what it says, in that voice."""
        saying, turn = self.saying, self.turn
        return saying is not None and turn.content_hash == saying.content_hash and is_stored(turn.clip)


@dataclass(frozen=True)
class Scene:
    conversation: Conversation
    turns: list[SceneTurn]

    @property
    def spoken(self) -> list[SceneTurn]:
        return [each for each in self.turns if each.is_spoken]

    @property
    def unspoken(self) -> list[SceneTurn]:
        return [each for each in self.turns if not each.is_silent and not each.is_spoken]


def scene_of(conversation_id: uuid.UUID, *, turn_id: uuid.UUID | None = None) -> Scene:
    """Of one turn alone, or of all."""
    # Read before its turns: what is told of them has no newer revision than was rendered.
    there = Conversation.objects.filter(pk=conversation_id, deleted_at=None).select_related("owner")
    conversation = there.first()
    if conversation is None:
        raise JobFailed("This conversation was deleted.", code="conversation_gone")
    turns = turns_of(conversation).select_related("clip", "profile__lexicon")
    if turn_id is not None:
        turns = turns.filter(pk=turn_id)
    casting = Casting(conversation.owner)
    return Scene(conversation, [_looked_up(turn, casting) for turn in turns])


def _looked_up(turn: Turn, casting: Casting) -> SceneTurn:
    turn.owner = casting.owner
    if not turn.text.strip():
        return SceneTurn(turn)
    try:
        return SceneTurn(turn, casting.saying(turn))
    except AppError as error:
        return SceneTurn(turn, error=error)
