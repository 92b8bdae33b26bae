"""What a mix reads: the sounds of a composition's regions, each told why it can't be heard."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from clips.models import Clip
from clips.reading import has_file, sound_of
from speech.mixing.errors import SourceMissing
from speech.mixing.sources import OpenSource
from studio.compositions.shown import GONE, MISSING


def opener(clips: Mapping[UUID, Clip]) -> OpenSource:
    def open_source(name: str) -> Any:
        clip = clips.get(UUID(name))
        if clip is None:
            raise SourceMissing(GONE)
        if not has_file(clip):
            raise SourceMissing(MISSING)
        return sound_of(clip)

    return open_source
