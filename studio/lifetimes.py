"""How a conversation or a composition goes: out of sight, back for a while, then for good."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.errors import NotFound
from common.owned import lock_owner
from common.revisions import require_revision
from common.undo import UNDO_WITHIN
from studio.locking import Project, changing


def discard(project: Project, expected_revision: int | None = None) -> None:
    """Out of sight at once. Nothing in it is changed: brought back, its render is still of what it is."""
    with changing(project, expected_revision) as locked:
        type(project).objects.filter(pk=locked.pk).update(deleted_at=timezone.now())


def restore(
    project: Project, *, require_room: Callable[[Any], None], expected_revision: int | None = None
) -> Project:
    """Until it is purged. `require_room` is asked of its owner."""
    model = type(project)
    with transaction.atomic():
        lock_owner(project.owner_id)
        discarded = model.objects.select_for_update().filter(pk=project.pk).first()
        if discarded is None:
            raise NotFound(f"This {model._meta.verbose_name} is gone for good.")
        require_revision(discarded, expected_revision)
        if discarded.deleted_at is not None:
            require_room(discarded.owner)
            discarded.deleted_at = None
            discarded.save(update_fields=["deleted_at", "updated_at"])
    return discarded


def delete(project: Project, remove: Callable[[Project], None]) -> None:
    """For good. `remove` takes what goes with it, too."""
    model = type(project)
    with transaction.atomic():
        lock_owner(project.owner_id)
        locked = model.objects.select_for_update().filter(pk=project.pk).first()
        if locked is None:
            raise NotFound(f"There is no such {model._meta.verbose_name}.")
        remove(locked)


def purge(model: type[Project], remove: Callable[[Project], None]) -> int:
    """Deletes for good what was discarded and not brought back; how many."""
    count = 0
    late = model.objects.filter(deleted_at__lt=timezone.now() - UNDO_WITHIN)
    for pk, owner_id in list(late.values_list("pk", "owner_id")):
        with transaction.atomic():
            lock_owner(owner_id)
            locked = late.select_for_update().filter(pk=pk).first()
            if locked is not None:
                remove(locked)
                count += 1
    return count
