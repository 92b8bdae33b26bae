"""Speaking with a voice profile: its settings hold where nothing is asked for explicitly, by every door."""

import uuid
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db.models import Q

from common.errors import AppError, InvalidInput, NotFound
from profiles.access import profile_for
from profiles.models import Profile
from profiles.queries import profiles_of
from speech.audio.formats import FORMATS
from speech.catalogue import is_voice, speech_model
from speech.effect_chains import kept_chain
from speech.effects import Effect
from speech.names import folded, line_of
from speech.own_voices.imitating import own_voice_named, usual_imitator
from speech.requests import Wish


def wish_of(asked: Mapping[str, Any], *, user: Any, formats: Collection[str] = FORMATS) -> Wish:
    """What was asked for, and beneath it what its profile says. `formats` are those of the door."""
    fields = settled(asked, user=user, formats=formats)
    fields |= _own_voice(fields, user)
    for name in ("model", "voice"):
        if name not in fields:
            raise InvalidInput("This field is required.", param=name)
    return Wish(**fields)


def settled(asked: Mapping[str, Any], *, user: Any, formats: Collection[str] = FORMATS) -> dict[str, Any]:
    """The same with the settings of the profile that it names, by `profile_id` or as its voice."""
    profile = _profile_asked_for(asked, user)
    if profile is None:
        return dict(asked)
    explicit = dict(asked)
    if "profile_id" not in asked:
        del explicit["voice"]  # which is the profile's name
    if "voice" not in explicit and "model" in explicit:
        _judge_model(explicit.pop("model"), profile)
    own = settings_of(profile, but=explicit)
    if profile.format not in formats:
        del own["response_format"]
    return {**own, **explicit, "profile_id": profile.pk, "profile_name": profile.name}


def _own_voice(fields: Mapping[str, Any], user: Any) -> dict[str, Any]:
    """The id of a voice that its person brought, if that is what is named; and who imitates it where nobody
    says.
    """
    if "voice" not in fields:
        return {}
    engine = speech_model(fields["model"]).engine if "model" in fields else ""
    own = own_voice_named(user, fields["voice"], engine=engine)
    if own is None:
        return {}
    language = fields.get("language") or own.language
    model = {} if engine else {"model": usual_imitator(language=language).name}
    return {"own_voice_id": own.pk, "voice": str(own.pk), **model}


def settings_of(profile: Profile, *, but: Collection[str] = ()) -> dict[str, Any]:
    """As fields of a wish. `but`: its effects are not looked at where others take their place."""
    has_lexicon = profile.lexicon is not None and profile.lexicon.deleted_at is None
    return {
        "model": profile.model or profile.backend,
        "voice": profile.spoken_voice,
        "language": profile.language,
        "response_format": profile.format,
        "speed": profile.speed,
        "lexicon_id": profile.lexicon_id if has_lexicon else None,
        "seed": profile.seed,
        "effects": () if "effects" in but else _effects(profile),
    }


def _effects(profile: Profile) -> tuple[Effect, ...]:
    """Kept by an earlier version of the site, they may be none that there are now."""
    try:
        return kept_chain(profile.effects)
    except InvalidInput as error:
        raise InvalidInput(
            f"The effects of the voice profile “{profile.name}” can't be used any more: {error.message} "
            "Change them in the profile, or send “effects” with it.",
            param="profile_id",
            code="profile_outdated",
        ) from error


def profile_named(user: Any, text: str) -> Profile | None:
    """By its id, or by its name in any case."""
    try:
        name = folded(line_of(text, param="voice"))
    except AppError:  # half of a character is in no name
        return None
    found = Q(name_folded=name)
    with suppress(ValueError):
        found |= Q(pk=uuid.UUID(text))
    # An id is nobody's name but by mischief: then the id counts.
    return min(profiles_of(user).filter(found), key=lambda profile: profile.name_folded == name, default=None)


def _profile_asked_for(asked: Mapping[str, Any], user: Any) -> Profile | None:
    if profile_id := asked.get("profile_id"):
        return _known(user, profile_id)
    if (voice := asked.get("voice")) is None:
        return None
    profile = profile_named(user, voice)
    # A voice is itself, whatever profiles are called. Asked in this order: engines take longer to look.
    return None if profile is None or is_voice(voice) else profile


def _known(user: Any, profile_id: uuid.UUID) -> Profile:
    try:
        return profile_for(user, profile_id)
    except NotFound as error:
        raise NotFound(error.message, param="profile_id", code="profile_not_found") from None


def _judge_model(model: str, profile: Profile) -> None:
    """The profile's own holds. Programs for the well-known API always send one, and mean none by it; who
    sends another engine means that one.
    """
    engine = speech_model(model).engine
    if engine != profile.backend and model not in settings.CONFIG.model_aliases:
        raise InvalidInput(
            f"The voice profile “{profile.name}” is spoken by {profile.backend}, not by {model}. "
            f"Leave the model out, or send {profile.backend!r}.",
            param="model",
            code="wrong_model",
        )
