"""Which voice profile speaks whom: as it is asked for, as in the turns before, or by the profile's name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from common.errors import InvalidInput, NotFound
from profiles.models import Profile
from profiles.queries import profiles_of
from speech.names import folded
from studio.models import SPEAKER_MAX_CHARACTERS, Conversation

Cast = Mapping[str, Profile | None]


@dataclass(frozen=True)
class Part:
    """One who speaks, as often as that."""

    speaker: str
    turn_count: int
    profile: Profile | None


def cast_of(
    owner: Any, names: Iterable[str], *, wanted: Any = None, conversation: Conversation | None = None
) -> dict[str, Profile | None]:
    """By name. `wanted` are profiles' ids or names by speaker, in any case; None is none at all.

    Names that nobody has are passed over: who imports a series has one list for all of it.
    """
    known = list(profiles_of(owner))
    asked = _asked(wanted, known)
    before = _in_turns(conversation, known) if conversation else {}
    named = {profile.name_folded: profile for profile in known}
    beneath = {**named, **before, **asked}
    return {name: beneath.get(folded(name)) for name in names if name}


def _asked(wanted: Any, known: Iterable[Profile]) -> dict[str, Profile | None]:
    if wanted is None:
        return {}
    if not isinstance(wanted, Mapping):
        raise InvalidInput('Send an object such as {"ANNA": "a profile\'s id or name"}.', param="speakers")
    # An id is nobody's name but by mischief: then the id counts.
    profiles = {profile.name_folded: profile for profile in known} | {str(each.pk): each for each in known}
    return {folded(name): _profile(profiles, name, asked) for name, asked in wanted.items()}


def _profile(profiles: Mapping[str, Profile], name: str, asked: Any) -> Profile | None:
    if asked in (None, ""):
        return None
    param = f"speakers.{name[:SPEAKER_MAX_CHARACTERS]}"
    if not isinstance(asked, str):
        raise InvalidInput("Send a voice profile's id or name.", param=param)
    profile = profiles.get(folded(" ".join(asked.split())))
    if profile is None:
        raise NotFound(f"There is no voice profile {asked[:80]!r}.", param=param, code="profile_not_found")
    return profile


def _in_turns(conversation: Conversation, known: Iterable[Profile]) -> dict[str, Profile | None]:
    """Whom the conversation has already; the last turn of each counts."""
    profiles = {profile.pk: profile for profile in known}
    turns = conversation.turns.exclude(speaker="").exclude(profile=None).order_by("position")
    return {
        folded(speaker): profiles[profile_id]
        for speaker, profile_id in turns.values_list("speaker", "profile_id")
        if profile_id in profiles
    }
