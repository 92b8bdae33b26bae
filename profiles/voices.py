"""A person's profiles among the voices that can be named."""

from typing import Any

from common.errors import InvalidInput
from profiles.models import Profile
from profiles.queries import profiles_of
from speech.catalogue import VoiceName, engines, language_of, narrowed, speech_model
from speech.engines.base import SpeechEngine
from speech.own_voices.imitating import language_spoken
from speech.own_voices.queries import own_voice_by_id


def profile_voices(
    user: Any, *, model: str = "", language: str = "", gender: str = "", q: str = ""
) -> list[VoiceName]:
    """Those that can be spoken here, by name."""
    engine = speech_model(model).engine if model else ""
    here = {known.name: known for known in engines() if engine in ("", known.name)}
    found = [
        _named(profile, here[profile.backend]) for profile in profiles_of(user) if profile.backend in here
    ]
    return narrowed([name for name in found if name is not None], language=language, gender=gender, q=q)


def _named(profile: Profile, engine: SpeechEngine) -> VoiceName | None:
    """None where its voice is gone from the engine."""
    spoken = profile.spoken_voice
    try:
        language = profile.language or _language(profile, engine, spoken)
    except InvalidInput:
        return None
    gender = next((voice.gender for voice in engine.voices if voice.id == spoken), None)
    return VoiceName(str(profile.pk), profile.name, language, gender, engine.name, alias_of=spoken)


def _language(profile: Profile, engine: SpeechEngine, spoken: str) -> str:
    own = own_voice_by_id(profile.owner_id, spoken)
    return language_spoken(engine, own) if own else language_of(engine, spoken)
