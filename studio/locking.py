"""One who changes a conversation or a composition at a time. Its owner is locked before it, as by those who
count what a person has."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import transaction

from common.errors import NotFound
from common.owned import lock_owner
from common.revisions import require_revision
from studio.models import Composition, Conversation

Project = TypeVar("Project", Conversation, Composition)


@contextmanager
def changing(project: Project, expected_revision: int | None = None) -> Iterator[Project]:
    """It as it is now, locked; who would change an older one than there is is refused."""
    with transaction.atomic():
        lock_owner(project.owner_id)
        locked = locked_project(project)
        require_revision(locked, expected_revision)
        yield locked


def locked_project(project: Project) -> Project:
    """In a transaction that has locked its owner."""
    model = type(project)
    locked = model.objects.select_for_update().filter(pk=project.pk, deleted_at=None).first()
    if locked is None:
        raise NotFound(f"There is no such {model._meta.verbose_name}.")
    return locked
