"""An export being made. However often it is begun, it begins anew: of one broken off nothing is left."""

import uuid
from pathlib import Path
from typing import Any

from django.core.files import File

from common.file_names import stem_of_title
from jobs.run import JobRun
from speech.audio.mp4 import ChapterMark
from speech.refusals import refusals_told
from studio.conversations.access import conversation_for
from studio.conversations.exports.rendered import (
    Rendered,
    RenderStale,
    rendered_of,
    require_turn_audio,
)
from studio.conversations.exports.services import ARCHIVES, STEMS
from studio.conversations.exports.sound import write_clip
from studio.conversations.exports.stems import write_stems
from studio.conversations.exports.turn_files import write_turns
from studio.conversations.rendering.casting import title_of
from studio.drafts import draft_folder
from studio.outputs import FORMATS


class ExportMaking:
    def __init__(self, run: JobRun) -> None:
        self.run = run
        self.format, self.audio_format = run.params["format"], run.params["audio_format"]
        self.rendered = rendered_of(conversation_for(run.owner, uuid.UUID(run.params["conversation_id"])))
        if self.rendered.conversation.revision != run.params["revision"]:
            raise RenderStale

    def make(self) -> dict[str, Any]:
        suffix = "zip" if self.format in ARCHIVES else FORMATS[self.format].suffix
        with draft_folder(self.run) as folder, refusals_told():
            path = folder / f"export.{suffix}"
            told = self._pack(path) if self.format in ARCHIVES else self._convert(path)
            with path.open("rb") as file:
                self.run.attach_file(f"{self._stem}.{suffix}", File(file))
            return {
                "conversation_id": str(self.rendered.conversation.pk),
                "format": self.format,
                "bytes": path.stat().st_size,
                **told,
            }

    @property
    def _stem(self) -> str:
        stem = stem_of_title(self.rendered.conversation.name, otherwise="conversation")
        return f"{stem} stems" if self.format == STEMS else stem

    def _pack(self, path: Path) -> dict[str, Any]:
        require_turn_audio(self.rendered)
        write = write_stems if self.format == STEMS else write_turns
        return write(self.rendered, path, audio_format=self.audio_format, run=self.run)

    def _convert(self, path: Path) -> dict[str, Any]:
        clip = self.rendered.clip
        write_clip(
            clip,
            path,
            format_name=self.format,
            title=self.rendered.conversation.name,
            check=self.run.checkpoint,
            on_share=self.run.checkpoint,
            marks=marks_of(self.rendered),
        )
        return {"duration_ms": round(1000 * clip.duration_seconds)}


def marks_of(rendered: Rendered) -> list[ChapterMark]:
    return [ChapterMark(title_of(line.turn), line.start_seconds, line.end_seconds) for line in rendered.lines]
