"""The last render of a conversation, with what is heard in it when. What was changed since is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clips.models import Clip
from common.errors import Conflict
from studio.conversations.queries import turns_of
from studio.conversations.rendering.placing import Place
from studio.models import Conversation, Turn


class NotRendered(Conflict):
    code = "not_rendered"

    def __init__(self) -> None:
        super().__init__("There is no recording of this conversation yet. Render it first, then export it.")


class RenderStale(Conflict):
    code = "render_stale"

    def __init__(self) -> None:
        super().__init__(
            "This conversation was changed since it was rendered. Render it again, then export it."
        )


class TurnsNotKept(Conflict):
    code = "turn_audio_gone"

    def __init__(self) -> None:
        super().__init__(
            "The sound of single turns is not there as it was rendered. Render the conversation again, with "
            "the sound of its turns kept, then export it."
        )


@dataclass(frozen=True)
class Line:
    """A turn that is heard in the render. The frames are those of the mix, at its rate."""

    turn: Turn
    start_seconds: float
    end_seconds: float
    start_frames: int
    frames: int
    rate_hz: int

    @property
    def is_as_rendered(self) -> bool:
        """Its clip is still there, and as long as what is heard of it: it may have been spoken anew since."""
        clip = self.turn.clip
        if clip is None or not clip.is_there:
            return False
        return max(round(clip.duration_seconds * self.rate_hz), 1) == self.frames

    @property
    def speaker(self) -> str:
        return self.turn.speaker or self.turn.profile_name


@dataclass(frozen=True)
class Rendered:
    conversation: Conversation
    clip: Clip
    turns: Sequence[Turn]  # all of them, in their order
    lines: Sequence[Line]

    @property
    def rate_hz(self) -> int:
        """Of the mix; the clip's codec may have another one."""
        return self.lines[0].rate_hz

    @property
    def places(self) -> list[Place]:
        return [Place(line.turn, line.start_frames, line.frames) for line in self.lines]


def rendered_of(conversation: Conversation) -> Rendered:
    """Of a conversation that was just read."""
    clip = conversation.render
    if clip is None or not clip.is_there:
        raise NotRendered
    turns = list(turns_of(conversation))
    as_read = Conversation.objects.filter(pk=conversation.pk, revision=conversation.revision)
    if conversation.rendered_revision != conversation.revision or not as_read.exists():
        raise RenderStale
    by_id = {str(turn.pk): turn for turn in turns}
    marks = [mark for mark in conversation.render_marks if mark["turn_id"] in by_id]
    return Rendered(conversation, clip, turns, [_line(by_id[mark["turn_id"]], mark) for mark in marks])


def require_turn_audio(rendered: Rendered) -> None:
    """What the turns were rendered from is still what they have."""
    if not rendered.lines or not all(line.is_as_rendered for line in rendered.lines):
        raise TurnsNotKept


def _line(turn: Turn, mark: Mapping[str, Any]) -> Line:
    return Line(
        turn,
        start_seconds=mark["start_ms"] / 1000,
        end_seconds=mark["end_ms"] / 1000,
        start_frames=mark["start_frames"],
        frames=mark["frames"],
        rate_hz=mark["rate_hz"],
    )
