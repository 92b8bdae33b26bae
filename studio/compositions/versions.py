"""A composition as it was: saved by name, or by itself while it is edited, and brought back."""

from typing import Any

from django.db.models import Max
from django.utils import timezone

from clips.services import release_many
from common.errors import InvalidInput
from studio.compositions.cleaning import clean_version_name
from studio.compositions.clips_held import held_ids, hold
from studio.compositions.limits import NAMED_VERSIONS_AT_MOST, VERSION_EVERY, VERSIONS_KEPT
from studio.compositions.sources import require_not_in_itself
from studio.compositions.timeline import kept_timeline
from studio.locking import changing
from studio.models import Composition, CompositionVersion


def save_version(*, composition: Composition, name: Any = "") -> CompositionVersion:
    """With a name it stays until it is removed; without one it goes like those made by themselves."""
    cleaned = clean_version_name(name)
    with changing(composition) as locked:
        if cleaned:
            _require_room_for_a_name(locked)
        version = keep_as_version(locked, name=cleaned)
        _let_go_of_the_oldest(locked)
    return version


def restore_version(
    *, composition: Composition, version: CompositionVersion, expected_revision: int | None = None
) -> Composition:
    """The present one becomes a version first, so that this can be taken back."""
    timeline = kept_timeline(version.timeline, rate_hz=version.sample_rate_hz)
    with changing(composition, expected_revision) as locked:
        # What it held then may hold this one by now.
        require_not_in_itself(locked.pk, timeline, owner=locked.owner)
        if not _is_kept_already(locked):
            keep_as_version(locked)
        locked.timeline = version.timeline
        locked.sample_rate_hz = version.sample_rate_hz
        locked.revision += 1
        locked.save(update_fields=["timeline", "sample_rate_hz", "revision", "updated_at"])
        hold(locked, timeline)
        _let_go_of_the_oldest(locked, but=version)
    return locked


def remove_version(*, composition: Composition, version: CompositionVersion) -> None:
    with changing(composition):
        _delete([version])


def keep_while_editing(locked: Composition) -> None:
    """Before a change of the timeline: what there was, at most once in ten minutes."""
    if not locked.timeline["tracks"]:
        return
    newest = locked.versions.order_by("-number").values_list("created_at", flat=True).first()
    if newest is None or newest <= timezone.now() - VERSION_EVERY:
        keep_as_version(locked)
        _let_go_of_the_oldest(locked)


def keep_as_version(locked: Composition, *, name: str = "") -> CompositionVersion:
    last = locked.versions.aggregate(last=Max("number"))["last"] or 0
    version = CompositionVersion.objects.create(
        owner_id=locked.owner_id,
        composition=locked,
        number=last + 1,
        name=name,
        sample_rate_hz=locked.sample_rate_hz,
        timeline=locked.timeline,
    )
    hold(version, kept_timeline(version.timeline, rate_hz=version.sample_rate_hz))
    return version


def _is_kept_already(locked: Composition) -> bool:
    newest = locked.versions.order_by("-number").first()
    return newest is not None and (newest.timeline, newest.sample_rate_hz) == (
        locked.timeline,
        locked.sample_rate_hz,
    )


def _require_room_for_a_name(locked: Composition) -> None:
    if locked.versions.exclude(name="").count() >= NAMED_VERSIONS_AT_MOST:
        raise InvalidInput(
            f"A composition has {NAMED_VERSIONS_AT_MOST} named versions at most. Remove one first.",
            param="name",
            code="too_many_versions",
        )


def _let_go_of_the_oldest(locked: Composition, *, but: CompositionVersion | None = None) -> None:
    unnamed = locked.versions.filter(name="").order_by("-number").defer("timeline")
    _delete([each for each in unnamed[VERSIONS_KEPT:] if each != but])


def _delete(versions: list[CompositionVersion]) -> None:
    clip_ids = held_ids(versions)
    for version in versions:
        version.delete()
    release_many(clip_ids=clip_ids)
