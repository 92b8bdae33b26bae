"""An answer that becomes an entry while it is sent.

Its row is there before the first byte. Nothing of keeping it may break the answer, or make it wait: what
there is to write is handed over.
"""

import time
from collections.abc import Generator
from contextlib import closing
from typing import Any, Self, TypeVar

from django.core.files import File
from django.utils import timezone

from clips.models import Clip
from clips.services import store_file
from common.errors import AppError, ClientLeft, NotFound, Unavailable
from history import keeping
from history.models import Entry, State
from history.retention import tidy_on_write
from speech.refusals import as_app_error, is_refusal

Part = TypeVar("Part")

ALIVE_EVERY_SECONDS = 20.0
UNKEPT = "Its audio was not kept. {}"
BROKE = "Something broke on our side while this was made. Try again."


class KeptAnswer:
    """Around what makes the first byte it is a context: what is raised there was never sent."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self._began = self._alive_at = time.monotonic()
        self._has_begun = self._is_over = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: Any, error: BaseException | None, traceback: Any) -> None:
        if error is not None and not self._is_over:
            self._broke(error)

    def passing(self, parts: Generator[Part, None, None]) -> Generator[Part, None, None]:
        """The same parts. Closed before its end, the entry is broken off."""
        try:
            with closing(parts):
                for part in parts:
                    self._passed(part)
                    self._has_begun = True
                    self._tell_it_is_alive()
                    yield part
        except BaseException as error:
            self._broke(error)
            raise
        self._is_over = True
        seconds = time.monotonic() - self._began
        keeping.later(lambda: self._done(seconds))

    def _passed(self, part: Any) -> None:
        """On the way to whoever asked."""

    def _store(self, making_seconds: float) -> None:
        """After the last part."""
        raise NotImplementedError

    def _made_by(self) -> dict[str, Any]:
        """Columns that were not known before its first part."""
        return {}

    def _done(self, making_seconds: float) -> None:
        self._store(making_seconds)
        tidy_on_write(self.entry.owner)

    def _let_go(self) -> None:
        """There is nothing to be stored."""

    def _update(self, **changed: Any) -> int:
        """0 where its owner has deleted it for good."""
        return Entry.objects.filter(pk=self.entry.pk).update(**changed, updated_at=timezone.now())

    def _audio_unkept(self, file: File, *, source: str, original_name: str = "") -> str:
        """Why it could not be made the entry's clip; empty where it was."""
        try:
            store_file(
                owner=self.entry.owner,
                file=file,
                title=self.entry.title,
                original_name=original_name,
                source=source,
                on_stored=self._claim,
            )
        except AppError as error:
            return UNKEPT.format(error.message)[:500]
        return ""

    def _claim(self, clip: Clip) -> None:
        """In the clip's transaction: no clip without its entry."""
        if not self._update(clip=clip, audio_bytes=clip.bytes):
            raise NotFound

    def _tell_it_is_alive(self) -> None:
        """What is silent for long is taken for killed."""
        if time.monotonic() - self._alive_at > ALIVE_EVERY_SECONDS:
            self._alive_at = time.monotonic()
            making = Entry.objects.filter(pk=self.entry.pk, state=State.MAKING)
            keeping.later(lambda: making.update(updated_at=timezone.now()))

    def _broke(self, error: BaseException) -> None:
        self._is_over = True
        self._let_go()
        keeping.later(lambda: self._end(error))

    def _end(self, error: BaseException) -> None:
        told = as_app_error(error) if is_refusal(error) else error
        if isinstance(told, GeneratorExit | ClientLeft):
            self._update(state=State.PARTIAL, **self._made_by())
        elif isinstance(told, Unavailable) and not self._has_begun:  # who asks again has an entry of that
            Entry.objects.filter(pk=self.entry.pk).delete()
        else:
            sentence = told.message if isinstance(told, AppError) else BROKE
            self._update(state=State.FAILED, error=sentence[:500], **self._made_by())
