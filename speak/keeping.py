"""Speech that a program asked for becomes an entry of its person's history while it is sent.

The bytes are written a second time as they pass, into a file without a name, which becomes the entry's clip
after the last one. What goes wrong with that is logged, and the entry says so.
"""

import logging
import tempfile
from contextlib import closing
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.db import DatabaseError

from clips.models import Source as ClipSource
from history.answers import UNKEPT, KeptAnswer
from history.doors import Door
from history.entries import entry_of, speaker_of, timings_of
from history.limits import limits_within, site_limits
from history.models import Entry, Keeps, State
from history.preferences import keeps_text, preferences_of
from history.privacy import as_wanted
from speak.proof_listening import proof_if_wanted
from speech.audio.encode import Encoder
from speech.audio.formats import audio_format
from speech.audio.riff import finalize_header, wav_header
from speech.pipeline import Recording, SpeechRequest
from speech.requests import Wish

logger = logging.getLogger(__name__)


def keep_speech(
    *, user: Any, wish: Wish, request: SpeechRequest, recording: Recording, door: Door
) -> "KeptSpeech | None":
    """None where its person keeps nothing, or where it can't be kept: it is spoken all the same."""
    try:
        preferences = preferences_of(user)
        if preferences.keeps == Keeps.NOTHING:
            return None
        entry = entry_of(user=user, wish=wish, request=request)
        entry.state, entry.source, entry.api_key_name = State.MAKING, door.source, door.api_key_name
        as_wanted(entry, preferences).save(force_insert=True)
        recording.title = entry.title  # the file says it, too
        copy = (
            Copy(request.response_format, recording)
            if limits_within(preferences, site_limits()).keeps_audio
            else None
        )
    except (DatabaseError, OSError):
        logger.exception("Speech could not be kept in the history")
        return None
    return KeptSpeech(entry, recording, copy, keeps_words=keeps_text(preferences))


class Copy:
    """The bytes of an answer as a file that can be read anew."""

    def __init__(self, format_name: str, recording: Recording) -> None:
        # Without a name: a killed process leaves nothing.
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115
        self._format = format_name
        self.error = ""
        if format_name == "pcm":  # samples alone tell nobody how fast they are played
            rate_hz = Encoder(format_name, rate_hz=recording.rate_hz).coded_rate_hz
            self.write(wav_header(rate_hz, title=recording.title))

    def write(self, data: bytes) -> None:
        if self.error:
            return
        try:
            self._file.write(data)
        except OSError as error:
            logger.warning("The copy of an answer could not be written", exc_info=True)
            self.error = UNKEPT.format(error.strerror or "The disk is full.")

    def finished(self) -> File:
        is_wave = self._format in ("wav", "pcm")
        if is_wave:
            finalize_header(self._file)
        self._file.seek(0)
        suffix = "wav" if is_wave else audio_format(self._format).suffix
        return File(self._file, name=f"speech.{suffix}")

    def close(self) -> None:
        self._file.close()


class KeptSpeech(KeptAnswer):
    def __init__(self, entry: Entry, recording: Recording, copy: Copy | None, *, keeps_words: bool) -> None:
        super().__init__(entry)
        self._recording, self._copy, self._keeps_words = recording, copy, keeps_words
        recording.effected.on_block = lambda block: self._tell_it_is_alive()

    def _passed(self, part: bytes) -> None:
        if self._copy is not None:
            self._copy.write(part)

    def _let_go(self) -> None:
        if self._copy is not None:
            self._copy.close()

    def _store(self, making_seconds: float) -> None:
        done = {
            "state": State.DONE,
            "done_characters": self.entry.characters,
            "duration_seconds": self._recording.seconds or None,
            "making_seconds": making_seconds,
            "timings": timings_of(self._recording) if self._keeps_words else [],
            **self._made_by(),
        }
        if self._copy is None:
            self._update(**done)
            return
        with closing(self._copy):
            self._update(**done, error=self._copy.error or self._unkept(self._copy))
        proof_if_wanted(self.entry)

    def _made_by(self) -> dict[str, Any]:
        return speaker_of(self.entry, self._recording)

    def _unkept(self, copy: Copy) -> str:
        return self._audio_unkept(copy.finished(), source=ClipSource.SPEECH)
