"""A person and an id in, that person's composition, or a version of it, or 404 out."""

import uuid
from typing import Any

from common.errors import NotFound
from studio.compositions.queries import compositions_of
from studio.models import Composition, CompositionVersion


def composition_for(user: Any, composition_id: uuid.UUID) -> Composition:
    composition = compositions_of(user).filter(pk=composition_id).first()
    if composition is None:
        raise NotFound("There is no such composition.")
    return composition


def discarded_composition_for(user: Any, composition_id: uuid.UUID) -> Composition:
    found = Composition.objects.for_user(user).filter(pk=composition_id).exclude(deleted_at=None)
    composition = found.first()
    if composition is None:
        raise NotFound("This composition is gone for good, or was never deleted.")
    return composition


def version_of(composition: Composition, number: int) -> CompositionVersion:
    version = composition.versions.filter(number=number).first() if number < 2**31 else None
    if version is None:
        raise NotFound("This composition has no such version. The oldest ones go by themselves.")
    return version
