"""A take being made: spoken once, by a thread of this process, and heard by whoever listens meanwhile.

The sound is written twice as it comes: as MP3 that listeners follow, and as the FLAC that becomes the take's
clip. Neither has a name on the disk, so that a killed process leaves nothing behind but a row that says it is
unfinished; whoever asks for it next takes it up again, and what was spoken before is remembered.
"""

import contextvars
import logging
import os
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import soundfile
from django.conf import settings
from django.core.files import File
from django.db import connections, transaction
from django.utils import timezone

from clips.models import Source as ClipSource
from clips.services import release, store_file
from common.errors import AppError
from history.entries import speaker_of, timings_of
from history.models import UNFINISHED, Entry, State
from history.retention import tidy_on_write
from history.takes import take_is_done
from speak.proof_listening import proof_if_wanted
from speech.audio.encode import Encoder, clipped, to_int16
from speech.pipeline import SpeechRequest
from speech.refusals import SpeechFailed, refusals_told
from speech.speaking import begin

logger = logging.getLogger(__name__)

SILENT_FOR = timedelta(seconds=30)  # longer than a passage takes: whoever made it is gone
# Browsers take a stream in by pieces of 32 KiB: the sooner one is full, the sooner something is heard.
STREAM_BIT_RATE = 160_000  # the most that MP3 holds below 32 kHz
AT_ONCE_BYTES = 64 * 1024
BROKE = "Something broke on our side while this was spoken. Try again."

_lock = threading.Lock()
_under_way: dict[uuid.UUID, "Making"] = {}


class Stopped(Exception):
    """Nobody wants the take any more."""


class Making:
    """Raises everything that is wrong with the request; nothing is spoken before it runs."""

    def __init__(self, take: Entry, request: SpeechRequest) -> None:
        self.take = take
        self.recording = begin(
            request,
            owner=take.owner,
            on_passage=self.passage_done,
            check=self._require_wanted,
            may_fall_back=True,
        )
        self._listened = _unnamed_file()
        self._written = 0
        self._changed = threading.Condition()
        self._is_ended = self._is_stopped = False
        self._error: AppError | None = None

    @property
    def words(self) -> list[list[float]]:
        """Of what is spoken so far: characters from and to, seconds from and to."""
        return timings_of(self.recording)

    def stop(self) -> None:
        self._is_stopped = True

    def follow(self) -> Iterator[bytes]:
        """From the beginning, as it grows. Raises at once where it failed before its first sound."""
        return Following(self)

    def read(self, place: int) -> bytes:
        """Waits until there is more; empty at the end."""
        with self._changed:
            self._changed.wait_for(lambda: place < self._written or self._is_ended)
            if place < self._written:
                return os.pread(self._listened.fileno(), AT_ONCE_BYTES, place)
            if self._error is not None:
                raise self._error
            return b""

    def passage_done(self, characters: int) -> None:
        changed = {"done_characters": min(characters, self.take.characters), "timings": self.words}
        if not _update(self.take, **changed):
            self.stop()  # deleted, stopped or finished elsewhere

    def run(self) -> None:
        try:
            if _update(self.take, state=State.MAKING):
                with refusals_told():
                    self._make()
        except Stopped:
            pass
        except AppError as error:
            self._fail(error)
        except Exception:
            logger.exception("The take %s broke", self.take.pk)
            self._fail(SpeechFailed(BROKE))
        finally:
            self._end()
            _forget(self)
            connections.close_all()

    def _make(self) -> None:
        began = time.monotonic()
        with _unnamed_file() as file:
            seconds = self._speak(file)
            self._end()  # listeners have it all; what follows is for later
            if not self._is_stopped and seconds:
                self._store(file, seconds, time.monotonic() - began)

    def _speak(self, file: Any) -> float:
        recording = self.recording
        rate_hz = recording.rate_hz
        listened = Encoder("mp3", rate_hz=rate_hz, title=recording.title, bit_rate=STREAM_BIT_RATE)
        # The encoder's own FLAC is for connections: it can't go back to write its length and checksum.
        with (
            closing(recording.drawn()) as blocks,
            soundfile.SoundFile(file, "w", rate_hz, 1, "PCM_16", format="FLAC") as master,
        ):
            master.title = recording.title
            for block in blocks:
                if self._is_stopped:
                    break
                master.write(to_int16(clipped(block)))
                self._add(listened.feed(block))
            self._add(listened.finish())
        return recording.seconds

    def _store(self, file: Any, seconds: float, making_seconds: float) -> None:
        # One transaction: a process killed here leaves no clip that nothing points at.
        with transaction.atomic():
            clip = store_file(
                owner=self.take.owner,
                file=File(file, name="take.flac"),
                title=self.take.title,
                source=ClipSource.SPEECH,
            )
            is_first = _update(
                self.take,
                state=State.DONE,
                clip=clip,
                audio_bytes=clip.bytes,
                duration_seconds=seconds,
                making_seconds=making_seconds,
                done_characters=self.take.characters,
                timings=self.words,
                **speaker_of(self.take, self.recording),
            )
            if is_first:
                take_is_done(self.take)
                tidy_on_write(self.take.owner)
                transaction.on_commit(lambda: proof_if_wanted(self.take), robust=True)
            else:
                release(clip=clip)

    def _require_wanted(self) -> None:
        """Asked before each block, also while effects hold back what could be broken off."""
        if self._is_stopped:
            raise Stopped

    def _fail(self, error: AppError) -> None:
        with self._changed:
            self._error = error
        if not self._is_stopped:
            _update(self.take, state=State.FAILED, error=error.message[:500])

    def _add(self, data: bytes) -> None:
        with self._changed:
            os.pwrite(self._listened.fileno(), data, self._written)
            self._written += len(data)
            self._changed.notify_all()

    def _end(self) -> None:
        with self._changed:
            self._is_ended = True
            self._changed.notify_all()


class Following(Iterator[bytes]):
    def __init__(self, making: Making) -> None:
        self._making, self._place = making, 0
        making.read(0)

    def __next__(self) -> bytes:
        data = self._making.read(self._place)
        if not data:
            raise StopIteration
        self._place += len(data)
        return data


def start(work: Making) -> Making:
    """Or, where this process makes that take already, the one that is under way."""
    with _lock:
        found = _under_way.setdefault(work.take.pk, work)
    if found is work:
        context = contextvars.copy_context()  # log lines go on carrying the request's id
        threading.Thread(target=context.run, args=(work.run,), name="take", daemon=True).start()
    return found


def under_way(take_id: uuid.UUID) -> Making | None:
    return _under_way.get(take_id)


def stop(take_id: uuid.UUID) -> None:
    """After the block under way."""
    with _lock:
        work = _under_way.pop(take_id, None)
    if work is not None:
        work.stop()


def _forget(work: Making) -> None:
    with _lock:
        if _under_way.get(work.take.pk) is work:
            del _under_way[work.take.pk]


def _update(take: Entry, **changed: Any) -> bool:
    """False where the take is deleted, was stopped, or somebody else has finished it."""
    unfinished = Entry.objects.filter(pk=take.pk, state__in=UNFINISHED, deleted_at=None)
    return bool(unfinished.update(**changed, updated_at=timezone.now()))


def _unnamed_file() -> Any:
    return tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)
