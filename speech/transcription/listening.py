"""Listening for somebody: a file's segments as they are found, with this process's recognisers."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from itertools import count, islice
from math import inf
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from speech.audio.decode import AudioFile, Limits
from speech.audio.errors import Damaged, NoSamples, TooLong
from speech.audio.probe import damage_of, overstatement_of
from speech.engines.pool import Check, Generation, wanted
from speech.recognition.base import RATE_HZ, Hearing, Recogniser, Samples, Segment, Stretch, Task
from speech.recognition.sound import heard_blocks
from speech.recognition.speakers.diarise import SpeakersHeard
from speech.recognition.stretches import stretches_of
from speech.recognition.transcript import Transcript
from speech.refusals import refusals_told
from speech.transcription.recognisers import pool
from speech.transcription.requests import TranscriptRequest
from speech.transcription.speakers import speakers_heard

_LOOK_EVERY_SECONDS = 60.0  # of sound: a moment of work

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
        overstatement: float | None = None,
    ) -> None:
        self._file, self._request, self._speakers = file, request, speakers
        self._overstatement = overstatement  # of a WAV's header
        self._owner, self._check, self._on_seconds = owner, check, on_seconds
        self._segments: list[Segment] = []
        self.language = request.hearing.language or ""
        self.warning = ""  # what of the file could not be read; known at the end

    @property
    def announced_seconds(self) -> float | None:
        """What the file says of its length, before it is heard; None where it says nothing."""
        return self._file.announced_seconds

    @property
    def duration_seconds(self) -> float:
        """Of the sound read so far."""
        return self._file.seconds_decoded

    def segments(self) -> Generator[Segment, None, None]:
        """In order, ids from 0. Errors are the site's own. Closing it ends the work.

        Who speaks is known once all is heard: see `transcript`, where one in which two speak is two.
        """
        with (
            refusals_told(),
            self._file,
            pool().generation(self._request.recogniser, owner=self._owner, check=self._check) as generation,
        ):
            for batch in self._batches(generation):
                for found in self._heard(generation, batch):
                    self._segments += found
                    yield from found
                self._on_seconds(batch[-1].end_seconds)
            if self._speakers is not None:
                self._segments = self._speakers.said(self._segments)
            self.warning = damage_of(self._file, overstatement=self._overstatement)
            _refuse_without_sound(self._file)

    def _batches(self, generation: Generation[Recogniser]) -> Iterator[list[Stretch]]:
        """The first is one stretch, so that its text comes early; so are all while others wait for a turn."""
        most = generation.engine.capabilities.stretches_at_once
        stretches = stretches_of(self._blocks(), self._request.activity)
        batch = list(islice(stretches, 1))
        while batch:
            yield batch
            batch = list(islice(stretches, 1 if generation.others_wait else most))

    def _blocks(self) -> Iterator[Samples]:
        """Hours in which nobody speaks are read, too: it is looked meanwhile whether anybody waits for it."""
        read = 0
        for block in heard_blocks(self._file):
            yield block
            if (read := read + len(block)) >= _LOOK_EVERY_SECONDS * RATE_HZ:
                self._check()
                read = 0

    def _heard(self, generation: Generation[Recogniser], batch: list[Stretch]) -> list[list[Segment]]:
        recogniser = generation.ready()
        with generation.turn():
            if not self.language and recogniser.capabilities.finds_language:
                self.language = recogniser.find_language(batch[0])
            found = recogniser.hear(batch, self._hearing(recogniser))
            found = self._numbered(found)
            if self._speakers is not None:
                for stretch, segments in zip(batch, found, strict=True):
                    self._speakers.hear(stretch, segments)
        return found

    def _hearing(self, recogniser: Recogniser) -> Hearing:
        hearing = replace(self._request.hearing, language=self.language or None)
        if self._speakers is not None and recogniser.capabilities.has_word_times:
            return replace(hearing, has_word_times=True)  # a segment is parted between words
        return hearing

    def _numbered(self, found: list[list[Segment]]) -> list[list[Segment]]:
        ids = count(len(self._segments))
        return [[replace(segment, id=next(ids)) for segment in segments] for segments in found]

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
    most_seconds: float = inf,
) -> Listening:
    """A file that can't be read is raised here; nothing is heard before a segment is drawn.

    `check` raises where the work is wanted no longer. The source is closed with the last segment. Who takes
    shorter files than the site does says so by `most_seconds`.
    """
    with refusals_told():
        overstatement = overstatement_of(source)
        file = AudioFile(source, limits=Limits(seconds=min(most_seconds, settings.CONFIG.upload_max_seconds)))
        try:
            _refuse_too_long(file)
            speakers = speakers_heard(request)
        except BaseException:
            file.close()
            raise
        return Listening(file, request, str(owner.pk), check, on_seconds, speakers, overstatement)


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
