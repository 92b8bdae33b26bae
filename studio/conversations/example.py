"""A small talk to begin with, in voices that there are."""

from typing import Any

from django.db import transaction

from profiles.models import Profile
from profiles.queries import profiles_of
from profiles.services import create_profile, free_name
from profiles.voices import profile_voices
from speech.voice_choices import VoiceChoice, voice_choices
from studio.conversations.services import create_conversation
from studio.models import Conversation

NAME = "Example: the late ferry"
LINES = (
    (0, "The ferry is late again. Do you think it still runs today?"),
    (1, "It does. I saw its light behind the island, ten minutes ago."),
    (0, "Then we have time for a coffee."),
    (1, "Only if you are quick. Listen, that is the horn."),
)


def create_example(*, owner: Any) -> Conversation:
    """With profiles of its own where the person has too few; where there is no voice at all, without any."""
    with transaction.atomic():
        cast = _cast(owner)
        turns = [{**_speaker(cast, number), "text": text} for number, text in LINES]
        return create_conversation(owner=owner, name=NAME, turns=turns)


def _speaker(cast: list[Profile], number: int) -> dict[str, Any]:
    if number < len(cast):
        return {"speaker": cast[number].name, "profile_id": str(cast[number].pk)}
    return {"speaker": ("Anna", "Ben")[number]}


def _cast(owner: Any) -> list[Profile]:
    """Two profiles that can be spoken here, made where there are fewer."""
    speakable = [profile.id for profile in profile_voices(owner)][:2]
    cast = list(profiles_of(owner).filter(pk__in=speakable))
    taken = {(profile.backend, profile.voice) for profile in cast}
    wanted = [choice for choice in _two_voices() if (choice.engine, choice.voice) not in taken]
    for choice in wanted[: 2 - len(cast)]:
        name = free_name(owner, choice.name)
        cast.append(create_profile(owner=owner, name=name, backend=choice.engine, voice=choice.voice))
    return cast


def _two_voices() -> list[VoiceChoice]:
    """Of the best engine there is, in English where it speaks that: one of each kind, then others."""
    choices = voice_choices()
    english = [choice for choice in choices if choice.language.startswith("en")] or choices
    same_engine = [choice for choice in english if choice.engine == english[0].engine] if english else []
    ordered = sorted(same_engine, key=lambda choice: choice.gender)
    return [ordered[0], *reversed(ordered[1:])] if ordered else []
