"""What a region may be of, as its owner's clip: an upload, an entry, a turn, another composition's render."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from clips.access import clip_for
from clips.models import Clip
from common.errors import Conflict, NotFound
from history.access import entry_for
from studio.compositions.access import composition_for
from studio.compositions.timeline import Kind, Source
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


def require_not_in_itself(composition_id: UUID, sources: Mapping[UUID, str], *, owner: Any) -> None:
    """`sources`: the compositions that it is to hold, each with its place in the document."""
    for source_id, at in sources.items():
        if composition_id in _all_in(source_id, owner):
            raise Conflict(
                "A composition can't hold itself, nor one that it is part of.",
                param=f"{at}.source.id",
                code="contains_itself",
            )


def _all_in(start: UUID, owner: Any) -> set[UUID]:
    """It, and all that it holds, however deep."""
    seen, unseen = {start}, {start}
    while unseen:
        held = Composition.objects.for_user(owner).filter(pk__in=unseen).values_list("timeline", flat=True)
        unseen = {each for timeline in held.iterator() for each in _compositions_in(timeline)} - seen
        seen |= unseen
    return seen


def _compositions_in(timeline: Any) -> set[UUID]:
    """Out of a stored document, which is whole."""
    regions = (region for track in timeline["tracks"] for region in track["regions"])
    return {UUID(each["source"]["id"]) for each in regions if each["source"]["kind"] == "composition"}
