"""A person and an id in, that person's voice profile or 404 out."""

import uuid
from typing import Any

from common.errors import NotFound
from profiles.models import Profile
from profiles.queries import profiles_of


def profile_for(user: Any, profile_id: uuid.UUID) -> Profile:
    profile = profiles_of(user).filter(id=profile_id).first()
    if profile is None:
        raise NotFound("There is no such voice profile.")
    return profile


def discarded_profile_for(user: Any, profile_id: uuid.UUID) -> Profile:
    profile = Profile.objects.for_user(user).filter(id=profile_id).exclude(deleted_at=None).first()
    if profile is None:
        raise NotFound("This voice profile is gone for good, or was never deleted.")
    return profile
