"""What was spoken into a clip of its own becomes an entry of its person's history."""

from dataclasses import dataclass
from typing import Any

from clips.models import Clip
from history.doors import Door
from history.entries import entry_of, note_speaker, timings_of
from history.models import Entry, Keeps, State
from history.preferences import preferences_of
from history.privacy import as_wanted
from history.retention import tidy_on_write
from speech.pipeline import Recording, SpeechRequest
from speech.requests import Wish


@dataclass(frozen=True)
class Spoken:
    wish: Wish
    request: SpeechRequest
    recording: Recording
    making_seconds: float


def keep_stored(*, user: Any, spoken: Spoken, clip: Clip, door: Door) -> Entry | None:
    """What is spoken and has its clip already. In the caller's transaction.

    None where its person keeps nothing.
    """
    preferences = preferences_of(user)
    if preferences.keeps == Keeps.NOTHING:
        return None
    entry = entry_of(user=user, wish=spoken.wish, request=spoken.request)
    note_speaker(entry, spoken.recording)
    entry.state, entry.source, entry.api_key_name = State.DONE, door.source, door.api_key_name
    entry.clip, entry.audio_bytes = clip, clip.bytes
    entry.duration_seconds, entry.making_seconds = spoken.recording.seconds or None, spoken.making_seconds
    entry.done_characters, entry.timings = entry.characters, timings_of(spoken.recording)
    as_wanted(entry, preferences).save(force_insert=True)
    tidy_on_write(user)
    return entry
