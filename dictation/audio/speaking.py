"""One sound is spoken into a clip, which is its own in the very transaction that makes it ready."""

import tempfile
import time
from typing import IO, Any

from django.conf import settings
from django.core.files import File

from clips.models import Clip
from clips.models import Source as ClipSource
from clips.services import release, store_file
from common.errors import InvalidInput
from dictation.audio.casting import TRIES, wish_of
from dictation.models import AudioState, ItemAudio
from history.doors import Door
from history.models import Source as EntrySource
from history.stored_speech import Spoken, keep_stored
from jobs.run import JobRun
from speech.recorded import FORMAT, write_flac
from speech.refusals import refusals_told
from speech.requests import resolve
from speech.speaking import begin

DOOR = Door(EntrySource.DICTATION)


class Overtaken(Exception):
    """It was deleted, made by somebody else or wanted otherwise meanwhile: nothing of this is kept."""


def speak_audio(audio: ItemAudio, *, run: JobRun) -> None:
    """Raises what the engine refuses, and `Overtaken`."""
    # Without a name on the disk: a killed process leaves nothing behind.
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        spoken = _spoken(audio, file, run)
        store_file(
            owner=audio.owner,
            file=File(file, name=f"item.{FORMAT}"),
            title=spoken.wish.title,
            source=ClipSource.SPEECH,
            on_stored=lambda clip: _claim(audio, clip, spoken, run),
        )


def _spoken(audio: ItemAudio, file: IO[bytes], run: JobRun) -> Spoken:
    began = time.monotonic()
    wish = wish_of(audio)
    request = resolve(wish, user=audio.owner)
    with refusals_told():
        recording = begin(request, owner=audio.owner)
        write_flac(recording, file, check=run.checkpoint)
    if not recording.seconds:
        raise InvalidInput("Nothing was to be heard of this text.", param="text", code="nothing_heard")
    return Spoken(wish, request, recording, time.monotonic() - began)


def _claim(audio: ItemAudio, clip: Clip, spoken: Spoken, run: JobRun) -> None:
    run.check()
    locked = ItemAudio.objects.select_for_update(of=("self",)).select_related("clip")
    now = locked.filter(pk=audio.pk, state=AudioState.PENDING).first()
    if now is None or _said(now) != _said(audio):
        raise Overtaken
    before, now.clip = now.clip, clip
    now.state, now.error, now.error_code = AudioState.READY, "", ""
    now.duration_seconds = clip.duration_seconds
    now.save(update_fields=["clip", "state", "error", "error_code", "duration_seconds", "updated_at"])
    keep_stored(user=audio.owner, spoken=spoken, clip=clip, door=DOOR)
    if before is not None:
        release(clip=before)


def _said(audio: ItemAudio) -> dict[str, Any]:
    return {name: value for name, value in audio.asked.items() if name != TRIES}
