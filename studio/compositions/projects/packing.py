"""A composition into an archive, with the sounds that are there."""

import zipfile
from typing import Any

from clips.models import Clip
from clips.reading import opened
from common.errors import NotFound
from speech.archives.packing import Packed, copied, packed, written_by
from studio.compositions.projects.manifest import FOLDER, written
from studio.compositions.queries import clips_named, timeline_of
from studio.compositions.timeline import Timeline, clip_ids_of
from studio.models import NAME_MAX_CHARACTERS, Composition


class Project:
    def __init__(self, composition: Composition) -> None:
        self.composition = composition
        self.timeline: Timeline = timeline_of(composition)
        there = clips_named(composition.owner_id, clip_ids_of(self.timeline))
        self.clips = sorted(there.values(), key=lambda clip: (clip.created_at, clip.pk))

    @property
    def bytes(self) -> int:
        return sum(clip.bytes for clip in self.clips)

    def as_json(self) -> dict[str, Any]:
        return {**written(self.composition, self.timeline), "written_by": written_by()}

    def packed(self) -> Packed:
        return packed(self._write, bytes_needed=self.bytes)

    def _write(self, archive: zipfile.ZipFile) -> dict[str, Any]:
        listed = [self._pack(archive, number, clip) for number, clip in enumerate(self.clips, start=1)]
        return {**self.as_json(), "clips": [each for each in listed if each]}

    def _pack(self, archive: zipfile.ZipFile, number: int, clip: Clip) -> dict[str, str] | None:
        """None where its file is gone: the project is worth keeping without it."""
        name = f"{FOLDER}{number:04}.{clip.suffix}"
        try:
            with opened(clip) as file:
                digest = copied(archive, name, file, clip.bytes)
        except NotFound:
            return None
        title = clip.title[:NAME_MAX_CHARACTERS]
        return {"clip_id": str(clip.pk), "file": name, "sha256": digest, "title": title}
