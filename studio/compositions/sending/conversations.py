"""A conversation on a timeline: a track for each speaker, each turn a region where it is heard."""

from collections.abc import Iterable
from typing import Any

from common.errors import Conflict
from speech.requests import shortened
from studio.compositions.services import create_composition
from studio.conversations.queries import turns_of
from studio.conversations.rendering.mixing import by_speaker, volumes_of
from studio.conversations.rendering.placing import Line, Place, placed
from studio.models import NAME_MAX_CHARACTERS, Composition, Conversation, Turn


def send_conversation(*, conversation: Conversation) -> Composition:
    """A composition of its own: what is changed in either does not change the other."""
    turns = list(turns_of(conversation))
    places = _places(conversation, turns)
    if not places:
        raise Conflict("Nothing of this conversation has been spoken yet. Render it first.", code="no_audio")
    return create_composition(
        owner=conversation.owner,
        name=conversation.name,
        sample_rate_hz=conversation.sample_rate_hz,
        timeline={"tracks": _tracks(conversation, places)},
    )


def _places(conversation: Conversation, turns: Iterable[Turn]) -> list[Place]:
    """As a render places them: what could not be spoken is left out, with its gap."""
    lines = (_line(turn) for turn in turns if turn.clip is not None or not turn.text.strip())
    return list(placed(lines, gap_ms=conversation.gap_ms, rate_hz=conversation.sample_rate_hz))


def _line(turn: Turn) -> Line:
    is_pause = turn.clip is None or not turn.text.strip()
    return Line(turn, None if is_pause or turn.clip is None else turn.clip.duration_seconds, turn.gap_ms)


def _tracks(conversation: Conversation, places: list[Place]) -> list[dict[str, Any]]:
    volume = volumes_of(places, conversation)
    return [
        {
            "id": f"speaker-{number}",
            "name": _name(spoken[0].turn, number),
            "volume": volume.get(speaker, 1.0),
            "regions": [_region(place) for place in spoken],
        }
        for number, (speaker, spoken) in enumerate(by_speaker(places).items(), start=1)
    ]


def _name(turn: Turn, number: int) -> str:
    return (turn.speaker or turn.profile_name or f"Speaker {number}")[:NAME_MAX_CHARACTERS]


def _region(place: Place) -> dict[str, Any]:
    turn = place.turn
    return {
        "id": f"turn-{turn.position}",
        "name": shortened(turn.text)[:NAME_MAX_CHARACTERS],
        "source": {"kind": "turn", "id": str(turn.pk)},
        "clip_id": str(turn.clip_id),
        "offset_frames": place.start_frames,
    }
