"""The last render of a conversation, with what is heard in it when. What was changed since is refused."""

from collections.abc import Sequence
from dataclasses import dataclass

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

    @property
    def speaker(self) -> str:
        return self.turn.speaker or self.turn.profile_name


@dataclass(frozen=True)
class Rendered:
    conversation: Conversation
    clip: Clip
    rate_hz: int  # of the mix; the clip's codec may have another one
    turns: Sequence[Turn]  # all of them, in their order
    lines: Sequence[Line]

    @property
    def places(self) -> list[Place]:
        return [Place(line.turn, line.start_frames, line.frames) for line in self.lines]


def rendered_of(conversation: Conversation) -> Rendered:
    """Of a conversation that was just read."""
    clip = conversation.render
    if clip is None or clip.deleted_at is not None or clip.is_missing:
        raise NotRendered
    turns = list(turns_of(conversation))
    as_read = Conversation.objects.filter(pk=conversation.pk, revision=conversation.revision)
    if conversation.rendered_revision != conversation.revision or not as_read.exists():
        raise RenderStale
    by_id = {str(turn.pk): turn for turn in turns}
    marks = [mark for mark in conversation.render_marks if mark["turn_id"] in by_id]
    lines = [
        Line(
            by_id[mark["turn_id"]],
            mark["start_ms"] / 1000,
            mark["end_ms"] / 1000,
            mark["start_frames"],
            mark["frames"],
        )
        for mark in marks
    ]
    rate_hz = marks[0]["rate_hz"] if marks else clip.sample_rate_hz
    return Rendered(conversation, clip, rate_hz, turns, lines)


def require_turn_audio(rendered: Rendered) -> None:
    """What a turn was rendered from is still what it has."""
    for line in rendered.lines:
        clip = line.turn.clip
        if clip is None or clip.deleted_at is not None or clip.is_missing:
            raise TurnsNotKept
        if max(round(clip.duration_seconds * rendered.rate_hz), 1) != line.frames:
            raise TurnsNotKept
