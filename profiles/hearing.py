"""A voice heard before anything is made with it. Only its passages are remembered."""

from typing import Any

from common.departures import Departure
from common.running_ahead import RunningAhead
from profiles.models import Profile
from profiles.wishes import settings_of
from speech.catalogue import engine_named, language_of, voice_of
from speech.own_voices.imitating import language_spoken, own_voice_named
from speech.refusals import refusals_told
from speech.requests import Wish, resolve
from speech.sample_sentences import sample_sentence
from speech.speaking import begin


def heard(wish: Wish, *, user: Any, departure: Departure) -> RunningAhead:
    """As MP3, with its first chunk in hand: what is wrong with the wish is raised here."""
    spoken = resolve(wish, user=user)
    recording = begin(spoken, owner=user, check=departure.check)
    with refusals_told():
        return RunningAhead(recording.encoded("mp3"), owner=str(user.pk), departure=departure)


def voice_sample(*, engine: str, voice: str, user: Any) -> Wish:
    """A short sentence in the voice's own language; in a blend's, that of the voice that weighs most."""
    speaking = engine_named(engine)
    if own := own_voice_named(user, voice, engine=engine):
        return Wish(text=sample_sentence(language_spoken(speaking, own)), model=engine, voice=voice)
    language = language_of(speaking, voice_of(speaking, voice))
    return Wish(text=sample_sentence(language), model=engine, voice=voice)


def profile_sample(profile: Profile) -> Wish:
    asked = settings_of(profile)
    usual = voice_sample(engine=profile.backend, voice=profile.spoken_voice, user=profile.owner)
    text = sample_sentence(profile.language) if profile.language else usual.text
    return Wish(text=text, **asked)
