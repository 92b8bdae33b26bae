"""One turn is spoken into a clip of its own, which is the turn's in the very transaction that makes it."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.files import File

from clips.models import Clip
from clips.models import Source as ClipSource
from clips.reading import is_stored
from clips.services import release, store_file
from common.errors import InvalidInput
from history.doors import Door
from history.models import Source as EntrySource
from history.stored_speech import Spoken, keep_stored
from jobs.run import JobRun
from speech.pipeline import Recording
from speech.recorded import write_flac
from speech.refusals import refusals_told
from speech.speaking import begin
from studio.conversations.rendering.casting import Saying, title_of
from studio.conversations.turns import SAID
from studio.models import Turn, TurnState

OnCharacters = Callable[[int], None]


class Overtaken(Exception):
    """The turn was changed, deleted or spoken by somebody else meanwhile: nothing of this is kept."""


@dataclass(frozen=True)
class _Made:
    recording: Recording
    lufs: float | None
    seconds: float


def speak_turn_of(turn: Turn, saying: Saying, *, run: JobRun, on_characters: OnCharacters) -> None:
    """Raises what the engine refuses, and `Overtaken`."""
    # Without a name on the disk: a killed process leaves nothing behind.
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        made = _spoken(turn, saying, file, run=run, on_characters=on_characters)
        store_file(
            owner=turn.owner,
            file=File(file, name="turn.flac"),
            title=title_of(turn),
            source=ClipSource.SPEECH,
            on_stored=lambda clip: _claim(turn, saying, clip, made, run),
        )


def _spoken(
    turn: Turn, saying: Saying, file: IO[bytes], *, run: JobRun, on_characters: OnCharacters
) -> _Made:
    began = time.monotonic()
    with refusals_told():
        recording = begin(saying.request, owner=turn.owner, on_passage=on_characters)
        lufs = write_flac(recording, file, check=run.checkpoint)
    if not recording.seconds:
        raise InvalidInput("Nothing was to be heard of this turn.", param="text", code="nothing_heard")
    return _Made(recording, lufs, time.monotonic() - began)


def _claim(turn: Turn, saying: Saying, clip: Clip, made: _Made, run: JobRun) -> None:
    run.check()
    now = Turn.objects.select_for_update(of=("self",)).select_related("clip").filter(pk=turn.pk).first()
    if now is None or _said(now) != _said(turn):
        raise Overtaken
    if now.content_hash == saying.content_hash and is_stored(now.clip):
        raise Overtaken
    before = now.clip
    now.clip, now.content_hash, now.lufs = clip, saying.content_hash, made.lufs
    now.state, now.error, now.error_code = TurnState.DONE, "", ""
    now.save(update_fields=["clip", "content_hash", "lufs", "state", "error", "error_code", "updated_at"])
    spoken = Spoken(saying.wish, saying.request, made.recording, made.seconds)
    keep_stored(user=turn.owner, spoken=spoken, clip=clip, door=Door(EntrySource.STUDIO))
    if before is not None:
        release(clip=before)


def _said(turn: Turn) -> list[Any]:
    return [getattr(turn, name) for name in SAID]
