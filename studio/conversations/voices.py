"""Whose voice a turn has: a profile, and what that said when it was given to the turn."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from common.errors import NotFound
from profiles.cleaning import clean_id
from profiles.models import Profile
from profiles.queries import profiles_of
from profiles.wishes import settings_of

NO_VOICE: Mapping[str, Any] = {"profile": None, "profile_name": "", "voice_settings": {}}


def voice_columns(profile: Profile | None) -> dict[str, Any]:
    """Of a turn that gets it."""
    if profile is None:
        return dict(NO_VOICE)
    return {"profile": profile, "profile_name": profile.name, "voice_settings": snapshot_of(profile)}


def snapshot_of(profile: Profile) -> dict[str, Any]:
    """Fields of a wish, as JSON. Its effects as they are kept: using them asks whether they can be."""
    settings = settings_of(profile, but=("effects",))
    lexicon_id = settings["lexicon_id"]
    return {**settings, "lexicon_id": lexicon_id and str(lexicon_id), "effects": profile.effects}


def clean_profile_id(value: Any) -> uuid.UUID | None:
    return None if value in (None, "") else clean_id(value, param="profile_id")


def profiles_by_id(owner: Any, wanted: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, Profile]:
    """Those of them that are there, asked for at once."""
    ids = {each for each in wanted if each is not None}
    return {profile.pk: profile for profile in profiles_of(owner).filter(pk__in=ids)} if ids else {}


def voice_of(profile_id: uuid.UUID | None, known: Mapping[uuid.UUID, Profile]) -> dict[str, Any]:
    """Columns of a turn that gets this profile."""
    if profile_id is not None and profile_id not in known:
        raise NotFound("There is no such voice profile.", param="profile_id", code="profile_not_found")
    return voice_columns(known[profile_id] if profile_id else None)
