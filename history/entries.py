"""Between what is asked for and the entry that remembers it: one from the other, both ways."""

import uuid
from typing import Any

from history.models import ASKED_VOICE, Entry, Kind
from profiles.models import Profile
from speech.effect_chains import kept_chain
from speech.effects import as_json
from speech.pipeline import Recording, SpeechRequest
from speech.refusals import refusals_told
from speech.requests import Wish, title_of
from speech.text import clean


def draft_of(user: Any, wish: Wish) -> Entry:
    """Not saved, and not resolved: see `note_whose`."""
    with refusals_told():
        text = clean(wish.text)
    return Entry(
        owner=user,
        kind=Kind.TTS,
        title=wish.title or title_of(text, wish.input_type),
        text=text,
        model=wish.model,
        voice=wish.voice,
        response_format=wish.response_format,
        speed=wish.speed,
        characters=len(text),
        profile=_profile_of(user, wish),
        profile_name=wish.profile_name,
        settings={
            "input_type": wish.input_type,
            "language": wish.language,
            "lexicon_id": str(wish.lexicon_id) if wish.lexicon_id else None,
            "seed": wish.seed,
            "effects": as_json(wish.effects),
        },
    )


def note_whose(entry: Entry, request: SpeechRequest) -> None:
    """The engine, the voice and the language that a name stood for, and what an own voice was called."""
    entry.engine, entry.voice, entry.language = request.engine, request.voice, request.language
    if request.reference is not None:  # it may be renamed or deleted: what was made stays readable
        entry.settings["own_voice"] = {"id": request.voice, "name": request.voice_name}


def note_speaker(entry: Entry, recording: Recording) -> None:
    """Who spoke it in the end. What was asked for stays known: it is asked for again by that."""
    for name, value in speaker_of(entry, recording).items():
        setattr(entry, name, value)


def speaker_of(entry: Entry, recording: Recording) -> dict[str, Any]:
    """The columns that change; none where it is who was asked."""
    if not recording.fallback_from:
        return {}
    spoken = recording.spoken
    return {
        "engine": spoken.engine,
        "voice": spoken.voice,
        "language": spoken.language,
        "fallback_from": recording.fallback_from,
        "settings": {**entry.settings, ASKED_VOICE: entry.asked_voice},
    }


def entry_of(*, user: Any, wish: Wish, request: SpeechRequest) -> Entry:
    entry = draft_of(user, wish)
    note_whose(entry, request)
    return entry


def wish_of(entry: Entry) -> Wish:
    """As it was asked for."""
    asked = entry.settings
    lexicon_id = asked.get("lexicon_id")
    return Wish(
        text=entry.text,
        model=entry.model,
        voice=entry.asked_voice,
        language=asked.get("language", ""),
        response_format=entry.response_format,
        speed=entry.speed,
        input_type=asked.get("input_type", "text"),
        lexicon_id=uuid.UUID(lexicon_id) if lexicon_id else None,
        seed=asked.get("seed"),
        effects=kept_chain(asked.get("effects")),
        title=entry.title,
        profile_id=entry.profile_id,
        profile_name=entry.profile_name,
    )


def _profile_of(user: Any, wish: Wish) -> Profile | None:
    """None where it is gone for good since it was asked for: a long text may be hours under way."""
    if wish.profile_id is None:
        return None
    return Profile.objects.for_user(user).filter(pk=wish.profile_id).first()


def timings_of(recording: Recording) -> list[list[float]]:
    """Of what is spoken so far: characters from and to, seconds from and to."""
    return [
        [word.start, word.end, round(word.start_seconds, 3), round(word.end_seconds, 3)]
        for word in list(recording.words)
    ]
