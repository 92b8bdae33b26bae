"""Listening for somebody: a file's segments as they are found, with this process's recognisers."""

from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from speech.audio.decode import AudioFile, Limits
from speech.audio.errors import Damaged, NoSamples, TooLong
from speech.engines.pool import Check, wanted
from speech.recognition.base import Segment, Task
from speech.recognition.sound import heard_blocks
from speech.recognition.speakers.diarise import SpeakersHeard
from speech.recognition.stretches import stretches_of
from speech.recognition.transcript import Transcript
from speech.refusals import refusals_told
from speech.transcription.recognisers import pool
from speech.transcription.requests import TranscriptRequest
from speech.transcription.speakers import speakers_heard

OnSeconds = Callable[[float], None]  # is told how many seconds of the sound have been heard


class Listening:
    """One file being heard. `segments()` is drawn once; what else is here is known as it goes on."""

    def __init__(
        self,
        file: AudioFile,
        request: TranscriptRequest,
        owner: str,
        check: Check,
        on_seconds: OnSeconds,
        speakers: SpeakersHeard | None = None,
    ) -> None:
        self._file, self._request, self._speakers = file, request, speakers
        self._owner, self._check, self._on_seconds = owner, check, on_seconds
        self._segments: list[Segment] = []
        self.language = request.hearing.language or ""

    @property
    def announced_seconds(self) -> float | None:
        """What the file says of its length, before it is heard; None where it says nothing."""
        return self._file.announced_seconds

    @property
    def duration_seconds(self) -> float:
        """Of the sound read so far."""
        return self._file.seconds_decoded

    @property
    def warning(self) -> str:
        """What of the file could not be read; known at the end."""
        return "Parts of this file are damaged and were left out." if self._file.bad_packets else ""

    def segments(self) -> Generator[Segment, None, None]:
        """In order, ids from 0. Errors are the site's own. Closing it ends the work.

        Who speaks is known once all is heard: see `transcript`, where one in which two speak is two.
        """
        with (
            refusals_told(),
            self._file,
            pool().generation(self._request.recogniser, owner=self._owner, check=self._check) as generation,
        ):
            recogniser = generation.ready()
            hearing = self._request.hearing
            if self._speakers is not None and recogniser.capabilities.has_word_times:
                hearing = replace(hearing, has_word_times=True)  # a segment is parted between words
            for stretch in stretches_of(heard_blocks(self._file)):
                with generation.turn():
                    if not self.language:
                        self.language = recogniser.find_language(stretch)
                    [found] = recogniser.hear([stretch], replace(hearing, language=self.language))
                    found = [replace(segment, id=len(self._segments) + n) for n, segment in enumerate(found)]
                    if self._speakers is not None:
                        self._speakers.hear(stretch, found)
                self._segments += found
                yield from found
                self._on_seconds(stretch.end_seconds)
            if self._speakers is not None:
                self._segments = self._speakers.said(self._segments)
            _refuse_without_sound(self._file)

    @property
    def transcript(self) -> Transcript:
        """After the last segment."""
        return Transcript(
            tuple(self._segments),
            self.language,
            self.duration_seconds,
            task=Task(self._request.hearing.task),
            warning=self.warning,
        )


def begin(
    source: Path | IO[bytes],
    request: TranscriptRequest,
    *,
    owner: Any,
    check: Check = wanted,
    on_seconds: OnSeconds = lambda _: None,
) -> Listening:
    """A file that can't be read is raised here; nothing is heard before a segment is drawn.

    `check` raises where the work is wanted no longer. The source is closed with the last segment.
    """
    with refusals_told():
        file = AudioFile(source, limits=Limits(seconds=settings.CONFIG.upload_max_seconds))
        try:
            _refuse_too_long(file)
            speakers = speakers_heard(request)
        except BaseException:
            file.close()
            raise
        return Listening(file, request, str(owner.pk), check, on_seconds, speakers)


def _refuse_without_sound(file: AudioFile) -> None:
    if file.seconds_decoded == 0:
        raise Damaged if file.bad_packets else NoSamples


def _refuse_too_long(file: AudioFile) -> None:
    """At once where it says so itself: hours of silence, in next to no bytes, would be listened to first."""
    if (file.announced_seconds or 0.0) > file.limits.seconds:
        raise TooLong(file.limits.seconds)


def transcribe(
    source: Path | IO[bytes], request: TranscriptRequest, *, owner: Any, **listening: Any
) -> Transcript:
    """The whole at once."""
    heard = begin(source, request, owner=owner, **listening)
    for _ in heard.segments():
        pass
    return heard.transcript
