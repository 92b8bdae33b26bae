"""Making, changing and removing compositions. Pages, API and archives all come through here."""

from typing import Any

from django.db import transaction

from clips.services import release_many
from common.errors import InvalidInput
from common.owned import lock_owner
from studio import lifetimes
from studio.compositions.cleaning import UNTITLED, clean_fields
from studio.compositions.clips_held import held_ids, hold, known_clip_ids
from studio.compositions.limits import COMPOSITIONS_AT_MOST
from studio.compositions.queries import clips_named, timeline_of
from studio.compositions.resolving import resolved
from studio.compositions.timeline import Timeline, as_json, begun_within, clip_ids_of, read_timeline, rescaled
from studio.compositions.versions import keep_while_editing
from studio.locking import changing, locked_project
from studio.models import Composition
from studio.naming import copied_name


def create_composition(*, owner: Any, timeline: Any = None, **fields: Any) -> Composition:
    """Everything wrong with it is raised before there is a row."""
    columns = {"name": UNTITLED, **clean_fields(fields)}
    composition = Composition(owner=owner, **columns)
    sent = read_timeline({} if timeline is None else timeline, rate_hz=composition.sample_rate_hz)
    with transaction.atomic():
        require_room_for_one_more(owner)
        whole = resolved(sent, owner=owner, rate_hz=composition.sample_rate_hz, known=set())
        return make(composition, whole)


def make(composition: Composition, timeline: Timeline) -> Composition:
    """A new row, of a timeline whose clips are its owner's. In a transaction that has locked the owner."""
    composition.timeline = as_json(timeline)
    composition.save(force_insert=True)
    hold(composition, timeline)
    return composition


def update_composition(
    *, composition: Composition, expected_revision: int | None = None, timeline: Any = None, **fields: Any
) -> Composition:
    """What is left out stays. Another sample rate alone moves every frame; with a timeline, it is that one's.

    What changes nothing leaves the revision as it is.
    """
    columns = clean_fields(fields)
    with changing(composition, expected_revision) as locked:
        before = timeline_of(locked)
        rate_hz = columns.get("sample_rate_hz", locked.sample_rate_hz)
        if timeline is None:
            after = _at_rate(locked, before, rate_hz)
        else:
            after = _resolved_for(locked, timeline, before, rate_hz)
        return _changed(locked, columns, after)


def change_timeline(
    *, composition: Composition, expected_revision: int | None = None, change: Any
) -> Composition:
    """`change` is given the document as JSON, and changes it; the whole is judged again."""
    with changing(composition, expected_revision) as locked:
        before = timeline_of(locked)
        document = as_json(before)
        change(document)
        return _changed(locked, {}, _resolved_for(locked, document, before, locked.sample_rate_hz))


def duplicate(*, composition: Composition) -> Composition:
    """Under a name of its own, with the same clips; its versions and its render are not copied."""
    with transaction.atomic():
        require_room_for_one_more(composition.owner)
        source = locked_project(composition)
        copy = Composition(
            owner=source.owner,
            name=copied_name(source.name),
            sample_rate_hz=source.sample_rate_hz,
            tags=source.tags,
        )
        return make(copy, timeline_of(source))


def discard(*, composition: Composition, expected_revision: int | None = None) -> None:
    """Out of sight at once; `restore` brings it back until it is purged."""
    lifetimes.discard(composition, expected_revision)


def restore(*, composition: Composition) -> Composition:
    return lifetimes.restore(composition, require_room=require_room_for_one_more)


def delete_composition(*, composition: Composition) -> None:
    """For good, with its versions; clips that nobody keeps and nothing else uses go, too."""
    lifetimes.delete(composition, _delete)


def purge_discarded() -> int:
    """Deletes for good what was discarded and not brought back."""
    return lifetimes.purge(Composition, _delete)


def require_room_for_one_more(owner: Any) -> None:
    lock_owner(owner.pk)
    if Composition.objects.for_user(owner).filter(deleted_at=None).count() >= COMPOSITIONS_AT_MOST:
        raise InvalidInput(
            f"A person has {COMPOSITIONS_AT_MOST:,} compositions at most. Delete one first.",
            code="too_many_compositions",
        )


def _at_rate(locked: Composition, before: Timeline, rate_hz: int) -> Timeline:
    if rate_hz == locked.sample_rate_hz:
        return before
    clips = clips_named(locked.owner_id, clip_ids_of(before))
    seconds = {pk: clip.duration_seconds for pk, clip in clips.items()}
    return begun_within(rescaled(before, locked.sample_rate_hz, rate_hz), seconds, rate_hz=rate_hz)


def _resolved_for(locked: Composition, document: Any, before: Timeline, rate_hz: int) -> Timeline:
    return resolved(
        read_timeline(document, rate_hz=rate_hz, before=before),
        owner=locked.owner,
        rate_hz=rate_hz,
        composition_id=locked.pk,
        known=known_clip_ids(locked, before),
    )


def _changed(locked: Composition, columns: dict[str, Any], timeline: Timeline) -> Composition:
    document = as_json(timeline)
    if _is_as_it_was(locked, columns, document):
        return locked
    if document != locked.timeline:
        keep_while_editing(locked)
        hold(locked, timeline)
    for name, value in columns.items():
        setattr(locked, name, value)
    locked.timeline = document
    locked.revision += 1
    locked.save(update_fields=[*columns, "timeline", "revision", "updated_at"])
    return locked


def _is_as_it_was(locked: Composition, columns: dict[str, Any], document: Any) -> bool:
    return document == locked.timeline and all(
        getattr(locked, name) == value for name, value in columns.items()
    )


def _delete(locked: Composition) -> None:
    clip_ids = held_ids([locked, *locked.versions.defer("timeline")]) | {locked.render_id} - {None}
    locked.delete()
    release_many(clip_ids=clip_ids)
