"""What a program had transcribed becomes an entry of its person's history, with its transcript."""

import logging
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.db import DatabaseError, transaction

from clips.models import Source as ClipSource
from history.answers import KeptAnswer
from history.doors import Door
from history.limits import limits_within, site_limits
from history.models import Entry, HistoryPreferences, Keeps, Kind, State
from history.preferences import keeps_text, preferences_of
from history.privacy import as_wanted, forget_what_was_said
from speech.recognition.base import Segment
from speech.recognition.transcript import Transcript as HeardTranscript
from speech.requests import shortened
from speech.transcription.listening import Listening
from speech.transcription.requests import TranscriptRequest, TranscriptWish
from transcribe.models import Transcript
from transcribe.segments import store_heard
from transcribe.wishes import Asked

logger = logging.getLogger(__name__)

UNNAMED = "A recording"


def keep_transcript(
    *,
    user: Any,
    wish: TranscriptWish,
    request: TranscriptRequest,
    heard: Listening,
    sound: IO[bytes],
    name: str,
    door: Door,
) -> "KeptTranscript | None":
    """None where its person keeps nothing, or where it can't be kept: it is heard all the same.

    `sound` is read and closed here; `name` is what its sender called it.
    """
    try:
        preferences = preferences_of(user)
        if preferences.keeps == Keeps.NOTHING:
            sound.close()
            return None
        entry = _entry(user, wish, request, door, shortened(Path(name).stem) or UNNAMED)
        entry.state = State.MAKING
        as_wanted(entry, preferences).save(force_insert=True)
    except DatabaseError:
        logger.exception("A transcript could not be kept in the history")
        sound.close()
        return None
    return KeptTranscript(entry, preferences, heard, File(sound, name=name))


def keep_said(
    *,
    user: Any,
    wish: TranscriptWish,
    request: TranscriptRequest,
    segments: Iterable[Segment],
    language: str,
    seconds: float,
    title: str,
    door: Door,
) -> None:
    """What was said live: it is over, and its sound was never kept."""
    preferences = preferences_of(user)
    if preferences.keeps == Keeps.NOTHING:
        return
    numbered = tuple(replace(segment, id=number) for number, segment in enumerate(segments))
    heard = HeardTranscript(numbered, language, seconds)
    with transaction.atomic():
        entry = as_wanted(_entry(user, wish, request, door, title), preferences)
        entry.save(force_insert=True)
        _finish(entry, heard, preferences)


class KeptTranscript(KeptAnswer):
    def __init__(self, entry: Entry, preferences: HistoryPreferences, heard: Listening, sound: File) -> None:
        super().__init__(entry)
        self._preferences, self._heard, self._sound = preferences, heard, sound

    def _let_go(self) -> None:
        self._sound.close()

    def _store(self, making_seconds: float) -> None:
        with closing(self._sound):
            with transaction.atomic():
                if not self._update(making_seconds=making_seconds):
                    return
                _finish(self.entry, self._heard.transcript, self._preferences)
            if limits_within(self._preferences, site_limits()).keeps_audio:
                self._keep_sound()

    def _keep_sound(self) -> None:
        name = self._sound.name or ""
        if error := self._audio_unkept(self._sound, source=ClipSource.UPLOAD, original_name=name):
            self._update(error=error)


def _entry(user: Any, wish: TranscriptWish, request: TranscriptRequest, door: Door, title: str) -> Entry:
    asked = Asked.of_wish(wish)
    return Entry(
        owner=user,
        kind=Kind.STT,
        source=door.source,
        api_key_name=door.api_key_name,
        title=title,
        engine=request.recogniser,
        model=asked.model,
        language=asked.language,
        settings=asked.kept(),
    )


def _finish(entry: Entry, heard: HeardTranscript, preferences: HistoryPreferences) -> None:
    """In a transaction: its segments, its text, and that it is done."""
    entry.state, entry.duration_seconds = State.DONE, heard.duration_seconds or None
    entry.language = heard.language[:60]
    entry.characters = entry.done_characters = len(heard.text)
    if keeps_text(preferences):
        transcript = Transcript.objects.create(owner_id=entry.owner_id, entry=entry)
        entry.text, entry.timings = store_heard(transcript, heard)
    else:
        forget_what_was_said(entry)
    fields = ("state", "duration_seconds", "language", "characters", "done_characters", "text", "timings")
    entry.save(update_fields=[*fields, "settings", "updated_at"])
