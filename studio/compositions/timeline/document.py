"""What a timeline is, once it is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from speech.effects import Effect
from speech.mixing.mix import Duck, Fade, Master

Kind = Literal["upload", "history", "turn", "composition"]
KINDS: tuple[Kind, ...] = ("upload", "history", "turn", "composition")
NO_FADE = Fade()
PLAIN_MASTER = Master()


@dataclass(frozen=True)
class Source:
    """Where a region comes from: what it was taken of, not what is heard."""

    kind: Kind
    id: UUID


@dataclass(frozen=True)
class TimelineRegion:
    id: str
    source: Source
    clip_id: UUID | None = None
    name: str = ""
    offset_frames: int = 0
    trim_start_frames: int = 0
    trim_end_frames: int | None = None
    loop_frames: int | None = None
    volume: float = 1.0
    pan: float = 0.0
    is_muted: bool = False
    fade_in: Fade = NO_FADE
    fade_out: Fade = NO_FADE


@dataclass(frozen=True)
class TimelineTrack:
    id: str
    name: str = ""
    volume: float = 1.0
    pan: float = 0.0
    is_muted: bool = False
    is_solo: bool = False
    effects: tuple[Effect, ...] = ()
    duck: Duck | None = None
    regions: tuple[TimelineRegion, ...] = ()


@dataclass(frozen=True)
class Timeline:
    tracks: tuple[TimelineTrack, ...] = ()
    master: Master = PLAIN_MASTER

    @property
    def regions(self) -> Iterator[TimelineRegion]:
        return (region for track in self.tracks for region in track.regions)

    @property
    def placed(self) -> Iterator[tuple[str, TimelineRegion]]:
        """Each region with what errors call its place."""
        for number, track in enumerate(self.tracks):
            for place, region in enumerate(track.regions):
                yield f"tracks[{number}].regions[{place}]", region


def clip_ids_of(timeline: Timeline) -> set[UUID]:
    return {region.clip_id for region in timeline.regions if region.clip_id is not None}
