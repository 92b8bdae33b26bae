"""A timeline that somebody sends for a composition: its sources looked up, its clips their owner's."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from clips.models import Clip
from common.errors import NotFound
from studio.compositions.queries import clips_named
from studio.compositions.sources import clip_of, require_not_in_itself
from studio.compositions.timeline import (
    Source,
    Timeline,
    TimelineRegion,
    clip_ids_of,
    require_fits,
)


def resolved(
    timeline: Timeline, *, owner: Any, rate_hz: int, composition_id: UUID | None = None, known: set[UUID]
) -> Timeline:
    """Each region with its clip. `known`: clips that were in it before, which need no source any more."""
    if composition_id is not None:
        require_not_in_itself(composition_id, timeline, owner=owner)
    there = clips_named(owner.pk, clip_ids_of(timeline))
    found: dict[Source, Clip] = {}

    def clip_id_of(region: TimelineRegion, at: str) -> UUID:
        if region.clip_id is not None and region.clip_id in known:
            return region.clip_id
        if region.clip_id is not None and region.clip_id not in there:
            raise NotFound("There is no such clip.", param=f"{at}.clip_id", code="clip_not_found")
        if region.source not in found:
            found[region.source] = clip_of(owner, region.source, at=f"{at}.source")
        return region.clip_id or found[region.source].pk

    whole = _with_clips(timeline, clip_id_of)
    clips = there | {clip.pk: clip for clip in found.values()}
    require_fits(whole, {pk: clip.duration_seconds for pk, clip in clips.items()}, rate_hz=rate_hz)
    return whole


def _with_clips(timeline: Timeline, clip_id_of: Callable[[TimelineRegion, str], UUID]) -> Timeline:
    places = {region.id: at for at, region in timeline.placed}

    def with_clip(region: TimelineRegion) -> TimelineRegion:
        return replace(region, clip_id=clip_id_of(region, places[region.id]))

    tracks = (
        replace(track, regions=tuple(with_clip(region) for region in track.regions))
        for track in timeline.tracks
    )
    return replace(timeline, tracks=tuple(tracks))
