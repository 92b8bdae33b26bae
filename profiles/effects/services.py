"""Making, changing, ordering and removing presets. Pages and API both come through here."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from common.errors import InvalidInput, NotFound
from common.owned import lock_owner
from common.undo import UNDO_WITHIN
from profiles.effects.cleaning import name_taken, named
from profiles.models import EffectPreset
from speech.effects import Effect, as_json

PRESETS_AT_MOST = 100


def create_preset(*, owner: Any, name: str, effects: Sequence[Effect]) -> EffectPreset:
    fields = {**named(name), "effects": _written(effects)}
    with transaction.atomic():
        lock_owner(owner.pk)
        _require_room_for_one_more(owner)
        return _saved(EffectPreset(owner=owner, position=_next_position(owner), **fields))


def update_preset(
    *, preset: EffectPreset, name: str | None = None, effects: Sequence[Effect] | None = None
) -> EffectPreset:
    """What is None stays."""
    with transaction.atomic():
        locked = _locked(preset)
        if name is not None:
            for field, value in named(name).items():
                setattr(locked, field, value)
        if effects is not None:
            locked.effects = _written(effects)
        return _saved(locked)


def put_in_order(*, owner: Any, ids: Sequence[uuid.UUID]) -> None:
    """`ids` are all of a person's own presets, each once."""
    with transaction.atomic():
        lock_owner(owner.pk)
        presets = {preset.pk: preset for preset in _own(owner)}
        if len(ids) != len(presets) or set(ids) != set(presets):
            raise InvalidInput(
                f"Send the ids of all {len(presets)} presets of your own, each once, in the new order.",
                param="ids",
            )
        for position, preset_id in enumerate(ids):
            presets[preset_id].position = position
        EffectPreset.objects.bulk_update(presets.values(), ["position"])


def move(*, preset: EffectPreset, by: int) -> None:
    """Up (-1) or down (1) among its owner's; at the end of the list it stays."""
    with transaction.atomic():
        lock_owner(preset.owner_id)
        ids = [each.pk for each in _own(preset.owner)]
        if preset.pk not in ids:
            raise NotFound("There is no such preset.")
        place = ids.index(preset.pk)
        ids.insert(max(0, place + by), ids.pop(place))
        put_in_order(owner=preset.owner, ids=ids)


def discard(*, preset: EffectPreset) -> None:
    """Out of sight at once; `restore` brings it back until it is purged."""
    with transaction.atomic():
        locked = _locked(preset)
        EffectPreset.objects.filter(pk=locked.pk).update(deleted_at=timezone.now())


def restore(*, preset: EffectPreset) -> EffectPreset:
    with transaction.atomic():
        lock_owner(preset.owner_id)
        discarded = EffectPreset.objects.select_for_update().filter(pk=preset.pk).first()
        if discarded is None:
            raise NotFound("This preset is gone for good.")
        if discarded.deleted_at is None:
            return discarded
        _require_room_for_one_more(discarded.owner)
        discarded.deleted_at = None
        return _saved(discarded)


def delete_preset(*, preset: EffectPreset) -> None:
    """For good."""
    EffectPreset.objects.filter(pk=preset.pk).delete()


def purge_discarded() -> int:
    """Deletes for good what was discarded and not brought back."""
    count, _ = EffectPreset.objects.filter(deleted_at__lt=timezone.now() - UNDO_WITHIN).delete()
    return count


def _written(effects: Sequence[Effect]) -> list[dict[str, Any]]:
    if not effects:
        raise InvalidInput("A preset has one effect at least. Add one first.", param="effects")
    return as_json(effects)


def _own(owner: Any) -> list[EffectPreset]:
    own = EffectPreset.objects.select_for_update().filter(owner=owner, deleted_at=None)
    return list(own.order_by("position", "created_at", "id"))


def _require_room_for_one_more(owner: Any) -> None:
    if EffectPreset.objects.filter(owner=owner, deleted_at=None).count() >= PRESETS_AT_MOST:
        raise InvalidInput(
            f"A person has {PRESETS_AT_MOST} presets at most. Delete one first.", code="too_many_presets"
        )


def _next_position(owner: Any) -> int:
    last = EffectPreset.objects.filter(owner=owner).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _locked(preset: EffectPreset) -> EffectPreset:
    locked = EffectPreset.objects.select_for_update().filter(pk=preset.pk, deleted_at=None).first()
    if locked is None:
        raise NotFound("There is no such preset.")
    return locked


def _saved(preset: EffectPreset) -> EffectPreset:
    try:
        with transaction.atomic():
            preset.save()
    except IntegrityError:
        raise name_taken(f"You have a preset called “{preset.name}” already.") from None
    return preset
