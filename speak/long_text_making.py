"""A long text being spoken: what is finished stays finished, whatever happens to the process that does it."""

import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from clips.models import TITLE_MAX_CHARACTERS, Clip, Source
from clips.reading import sound_of
from clips.services import store_file
from clips.space import require_disk
from history.doors import Door
from history.models import Source as EntrySource
from history.stored_speech import Spoken, keep_stored
from jobs.errors import JobFailed, JobLost
from jobs.run import JobRun
from speak.long_texts import AUDIOBOOK, CHARACTERS_A_SECOND, chapter_wish, resolved
from speak.models import LongText, LongTextChapter
from speech.audio.audiobook import JOINED_RATE_HZ, file_blocks, write_audiobook
from speech.audio.encode import write_whole
from speech.audio.formats import audio_format
from speech.effect_chains import times_as_long
from speech.refusals import refusals_told
from speech.speaking import begin

SPOKEN_SHARE = 0.95  # of the progress; the rest is binding
LARGEST_BYTES_A_SECOND = 48_000
DASH = "\N{EN DASH}"


class LongTextMaking:
    def __init__(self, run: JobRun) -> None:
        self.run = run
        self.text = _long_text_of(run)
        self.chapters = list(self.text.chapters.defer("text").order_by("position"))
        self.is_audiobook = self.text.asked["response_format"] == AUDIOBOOK
        self._clips = _clips_there({chapter.clip_id for chapter in self.chapters})
        self._spoken = sum(chapter.characters for chapter in self.chapters if self._is_spoken(chapter))

    def make(self) -> dict[str, Any]:
        for chapter in self.chapters:
            if not self._is_spoken(chapter):
                self.run.give_way()
                self._speak(chapter)
        if self.is_audiobook and not _clips_there({self.text.audiobook_id}):
            self.run.give_way()
            self._bind()
        audiobook_id = self.text.audiobook_id if self.is_audiobook else None
        return {
            "clip_ids": [str(chapter.clip_id) for chapter in self.chapters],
            "audiobook_clip_id": str(audiobook_id) if audiobook_id else None,
        }

    def _is_spoken(self, chapter: LongTextChapter) -> bool:
        """Not where its clip was deleted since: then it is spoken once more."""
        return chapter.clip_id in self._clips

    def _speak(self, chapter: LongTextChapter) -> None:
        title = self._clip_title(chapter)
        self._tell(0, f"Chapter {chapter.position} of {len(self.chapters)}: {chapter}")
        wish = chapter_wish(self.text, _with_text(chapter), title=title)
        request = resolved(wish, owner=self.text.owner)
        seconds = chapter.characters / CHARACTERS_A_SECOND / request.speed * times_as_long(request.effects)
        require_disk(bytes_needed=round(seconds * LARGEST_BYTES_A_SECOND))
        with refusals_told(), _draft_folder() as folder:
            began = time.monotonic()
            recording = begin(request, owner=self.text.owner, on_passage=self._tell, may_fall_back=True)
            path = folder / f"chapter.{audio_format(request.response_format).suffix}"
            with path.open("w+b") as file:
                chunks = recording.encoded(request.response_format)
                write_whole(file, chunks, format_name=request.response_format)
            spoken = Spoken(wish, request, recording, time.monotonic() - began)
            clip = store_file(
                owner=self.text.owner,
                file=path,
                title=title,
                source=Source.SPEECH,
                kept=True,
                on_stored=lambda clip: self._claim_chapter(chapter, clip, spoken),
            )
        chapter.clip_id = clip.id
        self._clips.add(clip.id)
        self._spoken += chapter.characters

    def _claim_chapter(self, chapter: LongTextChapter, clip: Clip, spoken: Spoken) -> None:
        """In the transaction of the clip: of two that spoke the same chapter, one has made a clip of it."""
        self.run.check()
        rows = LongTextChapter.objects.filter(pk=chapter.pk, clip_id=chapter.clip_id)
        if not rows.update(clip_id=clip.id):
            raise JobLost
        if self.text.asked.get("save_history", True):
            keep_stored(user=self.text.owner, spoken=spoken, clip=clip, door=Door(EntrySource.JOB))

    def _bind(self) -> None:
        title = self.text.title
        with refusals_told(), _draft_folder() as folder:
            path = folder / "book.m4b"
            write_audiobook(
                path,
                ((chapter.title, self._blocks_of(chapter)) for chapter in self.chapters),
                rate_hz=JOINED_RATE_HZ,
                title=title,
                author=self.text.author,
                language=self._language(),
            )
            clip = store_file(
                owner=self.text.owner,
                file=path,
                title=title,
                source=Source.EXPORT,
                kept=True,
                on_stored=self._claim_audiobook,
            )
        self.text.audiobook_id = clip.id

    def _claim_audiobook(self, clip: Clip) -> None:
        self.run.check()
        rows = LongText.objects.filter(pk=self.text.pk, audiobook_id=self.text.audiobook_id)
        if not rows.update(audiobook_id=clip.id):
            raise JobLost

    def _blocks_of(self, chapter: LongTextChapter) -> Iterator[Any]:
        clip = Clip.objects.filter(pk__in=_known({chapter.clip_id}), deleted_at=None).first()
        if clip is None:
            raise JobFailed(
                f"The clip of “{chapter}” was deleted before the audiobook was made. "
                "Try again to have it spoken once more.",
                code="chapter_deleted",
            )
        share = (chapter.position - 1) / len(self.chapters)
        self.run.checkpoint(SPOKEN_SHARE + (1 - SPOKEN_SHARE) * share, f"Binding “{chapter}”")
        for block in file_blocks(sound_of(clip), rate_hz=JOINED_RATE_HZ):
            self.run.checkpoint()
            yield block

    def _language(self) -> str:
        wish = chapter_wish(self.text, _with_text(self.chapters[0]), title=self.text.title)
        return resolved(wish, owner=self.text.owner).language

    def _tell(self, characters: int, step: str | None = None) -> None:
        whole = SPOKEN_SHARE if self.is_audiobook else 1.0
        self.run.checkpoint(whole * (self._spoken + characters) / max(self.text.characters, 1), step)

    def _clip_title(self, chapter: LongTextChapter) -> str:
        if len(self.chapters) == 1:
            return self.text.title
        digits = max(2, len(str(len(self.chapters))))
        rest = f" {DASH} {chapter.position:0{digits}} {chapter.title}".rstrip()[:100]
        return self.text.title[: TITLE_MAX_CHARACTERS - len(rest)].rstrip() + rest


def _long_text_of(run: JobRun) -> LongText:
    found = LongText.objects.select_related("owner").filter(job_id=run.job_id).first()
    if found is None:
        raise JobFailed("The text of this job is gone. Send it again.", code="text_gone")
    return found


def _clips_there(ids: set[uuid.UUID | None]) -> set[uuid.UUID | None]:
    return set(Clip.objects.filter(pk__in=_known(ids), deleted_at=None).values_list("pk", flat=True))


def _known(ids: set[uuid.UUID | None]) -> list[uuid.UUID]:
    return [found for found in ids if found is not None]


def _with_text(chapter: LongTextChapter) -> LongTextChapter:
    """Fetched for itself: of all chapters only one text is held at a time."""
    return LongTextChapter.objects.get(pk=chapter.pk)


def _draft_folder() -> Any:
    # What a killed process leaves there is swept.
    return _Folder(dir=settings.FILE_UPLOAD_TEMP_DIR)


class _Folder(tempfile.TemporaryDirectory):
    def __enter__(self) -> Path:
        return Path(super().__enter__())
