"""A person and an id in, that person's voice profile or 404 out."""

import uuid
from typing import Any

from common.errors import NotFound
from profiles.models import Avatar, Profile
from profiles.queries import profiles_of


def profile_for(user: Any, profile_id: uuid.UUID) -> Profile:
    profile = profiles_of(user).filter(id=profile_id).first()
    if profile is None:
        raise NotFound("There is no such voice profile.")
    return profile


def avatar_for(user: Any, profile_id: uuid.UUID) -> Avatar:
    found = Avatar.objects.for_user(user).filter(profile_id=profile_id, profile__deleted_at=None)
    avatar = found.first()
    if avatar is None:
        raise NotFound("There is no such picture.")
    return avatar


def discarded_profile_for(user: Any, profile_id: uuid.UUID) -> Profile:
    profile = Profile.objects.for_user(user).filter(id=profile_id).exclude(deleted_at=None).first()
    if profile is None:
        raise NotFound("This voice profile is gone for good, or was never deleted.")
    return profile
