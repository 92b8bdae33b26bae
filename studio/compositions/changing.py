"""One who changes a composition at a time; who would change an older one than there is is refused."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from common.errors import NotFound
from common.owned import lock_owner
from common.revisions import require_revision
from studio.compositions.timeline import Timeline, kept_timeline
from studio.models import Composition


@contextmanager
def changing(composition: Composition, expected_revision: int | None = None) -> Iterator[Composition]:
    """The composition as it is now, locked. Its owner is locked before it, as by those who count."""
    with transaction.atomic():
        lock_owner(composition.owner_id)
        locked = locked_composition(composition)
        require_revision(locked, expected_revision)
        yield locked


def locked_composition(composition: Composition) -> Composition:
    locked = Composition.objects.select_for_update().filter(pk=composition.pk, deleted_at=None).first()
    if locked is None:
        raise NotFound("There is no such composition.")
    return locked


def timeline_of(composition: Composition) -> Timeline:
    return kept_timeline(composition.timeline, rate_hz=composition.sample_rate_hz)
