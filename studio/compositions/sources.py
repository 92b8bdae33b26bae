"""What a region may be of, as its owner's clip: an upload, an entry, a turn, another composition's render."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from clips.access import clip_for
from clips.models import Clip
from common.errors import Conflict, NotFound
from history.access import entry_for
from studio.compositions.access import composition_for
from studio.compositions.timeline import Kind, Source, Timeline
from studio.models import Composition, Turn


def clip_of(owner: Any, source: Source, *, at: str) -> Clip:
    """404 names the place: what is another person's is as if it were not there."""
    try:
        return _CLIP_OF[source.kind](owner, source.id)
    except (NotFound, Conflict) as error:
        error.param = f"{at}.id"
        raise


def _of_entry(owner: Any, entry_id: UUID) -> Clip:
    clip = entry_for(owner, entry_id).clip
    if clip is None:
        raise Conflict("This entry of the history has no audio. Choose one that has.", code="no_audio")
    return clip


def _of_turn(owner: Any, turn_id: UUID) -> Clip:
    turns = Turn.objects.for_user(owner).filter(conversation__deleted_at=None).select_related("clip")
    turn = turns.filter(pk=turn_id).first()
    if turn is None:
        raise NotFound("There is no such turn.")
    if turn.clip is None:
        raise Conflict("This turn has not been spoken yet. Render its conversation first.", code="no_audio")
    return turn.clip


def _of_composition(owner: Any, composition_id: UUID) -> Clip:
    render = composition_for(owner, composition_id).render
    if render is None:
        raise Conflict("This composition has not been rendered yet. Render it first.", code="no_audio")
    return render


_CLIP_OF: Mapping[Kind, Callable[[Any, UUID], Clip]] = {
    "upload": clip_for,
    "history": _of_entry,
    "turn": _of_turn,
    "composition": _of_composition,
}


def require_not_in_itself(composition_id: UUID, timeline: Timeline, *, owner: Any) -> None:
    """Nor in one that it would hold, however deep."""
    placed = [(at, each.source.id) for at, each in timeline.placed if each.source.kind == "composition"]
    held = _held_by({source_id for _, source_id in placed}, owner)
    holders = _that_lead_to(composition_id, held)
    for at, source_id in placed:
        if source_id in holders:
            raise Conflict(
                "A composition can't hold itself, nor one that it is part of.",
                param=f"{at}.source.id",
                code="contains_itself",
            )


def _held_by(start: set[UUID], owner: Any) -> dict[UUID, set[UUID]]:
    """By each of them, and of what they hold. Each is read once: a thousand may hold each other in a row."""
    held: dict[UUID, set[UUID]] = {}
    unseen = start
    while unseen:
        rows = Composition.objects.for_user(owner).filter(pk__in=unseen).values_list("pk", "timeline")
        held |= {pk: set() for pk in unseen}
        held |= {pk: _compositions_in(timeline) for pk, timeline in rows}
        unseen = {each for pk in unseen for each in held[pk]} - held.keys()
    return held


def _that_lead_to(composition_id: UUID, held: Mapping[UUID, set[UUID]]) -> set[UUID]:
    found, holders = set[UUID](), {composition_id}
    while holders:
        found |= holders
        holders = {pk for pk, inner in held.items() if inner & holders} - found
    return found


def _compositions_in(timeline: Any) -> set[UUID]:
    """Out of a stored document, which is whole."""
    regions = (region for track in timeline["tracks"] for region in track["regions"])
    return {UUID(each["source"]["id"]) for each in regions if each["source"]["kind"] == "composition"}
