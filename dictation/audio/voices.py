"""Which voice says a text of a locale: the person's own choice where they made one."""

from typing import Any

from common.errors import InvalidInput
from profiles.models import Profile
from profiles.queries import profiles_of
from profiles.voices import profile_voices
from profiles.wishes import settings_of
from speech.catalogue import default_voice_of, engines_usual_first
from speech.engines.languages import nearest, primary


def settings_for(user: Any, locale: str) -> dict[str, Any]:
    """As fields of a wish: of the default profile where it speaks the language, else of the newest that does,
    else of the voice that the site has for it."""
    profile = _profile_for(user, locale)
    if profile is None:
        return _usual_of_site(locale)
    return {**settings_of(profile), "profile_id": profile.pk, "profile_name": profile.name}


def _profile_for(user: Any, locale: str) -> Profile | None:
    speaking = {name.id for name in profile_voices(user, language=primary(locale))}
    found = [profile for profile in profiles_of(user) if str(profile.pk) in speaking]
    return max(found, key=lambda profile: (profile.is_default, profile.created_at), default=None)


def _usual_of_site(locale: str) -> dict[str, Any]:
    for engine in engines_usual_first():
        if tag := _tag_of(engine, locale):
            return {"model": engine.name, "voice": default_voice_of(engine, tag)}
    raise InvalidInput(
        f"No voice here speaks {locale}. Choose another language, or ask the administrator for a voice.",
        param="locale",
        code="unspoken_locale",
    )


def _tag_of(engine: Any, locale: str) -> str | None:
    """What the engine calls the language that is nearest."""
    return nearest(locale, [voice.language for voice in engine.voices])
