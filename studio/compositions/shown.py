"""A composition as programs and pages see it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from clips.models import Clip
from studio.compositions.queries import clips_named, timeline_of
from studio.compositions.timeline import Timeline, clip_ids_of, frames_of
from studio.models import Composition

GONE = "The sound of this region is gone. Take another one, or remove the region."
MISSING = "The file of this region's sound is missing on the server. Make it or upload it again."


def shown(composition: Composition) -> dict[str, Any]:
    timeline = timeline_of(composition)
    clips = clips_named(composition.owner_id, clip_ids_of(timeline))
    return {
        **_summary(composition, timeline, clips),
        "timeline": composition.timeline,
        "problems": problems_of(timeline, clips),
    }


def summaries(compositions: Iterable[Composition]) -> list[dict[str, Any]]:
    """Without their timelines."""
    read = [(composition, timeline_of(composition)) for composition in compositions]
    clips = clips_named(read[0][0].owner_id, _clip_ids(read)) if read else {}
    return [_summary(composition, timeline, clips) for composition, timeline in read]


def problems_of(timeline: Timeline, clips: Mapping[UUID, Clip]) -> list[dict[str, Any]]:
    """The regions that can't be heard, and why; the others can."""
    return [
        {
            "track_id": track.id,
            "region_id": region.id,
            "clip_id": region.clip_id and str(region.clip_id),
            "code": code,
            "message": MISSING if code == "file_missing" else GONE,
        }
        for track in timeline.tracks
        for region in track.regions
        if (code := _problem(clips.get(region.clip_id) if region.clip_id else None))
    ]


def duration_ms(timeline: Timeline, clips: Mapping[UUID, Clip], rate_hz: int) -> int:
    seconds = {pk: clip.duration_seconds for pk, clip in clips.items()}
    return round(1000 * frames_of(timeline, seconds, rate_hz=rate_hz) / rate_hz)


def _clip_ids(read: Iterable[tuple[Composition, Timeline]]) -> set[UUID]:
    return {clip_id for _, timeline in read for clip_id in clip_ids_of(timeline)}


def _problem(clip: Clip | None) -> str:
    if clip is None:
        return "clip_gone"
    return "file_missing" if clip.is_missing else ""


def _summary(composition: Composition, timeline: Timeline, clips: Mapping[UUID, Clip]) -> dict[str, Any]:
    return {
        "id": composition.pk,
        "name": composition.name,
        "sample_rate_hz": composition.sample_rate_hz,
        "tags": composition.tags,
        "revision": composition.revision,
        "duration_ms": duration_ms(timeline, clips, composition.sample_rate_hz),
        "tracks": len(timeline.tracks),
        "regions": sum(len(track.regions) for track in timeline.tracks),
        "render": _render(composition),
        "created_at": composition.created_at,
        "updated_at": composition.updated_at,
    }


def _render(composition: Composition) -> dict[str, Any] | None:
    clip = composition.render
    if clip is None:
        return None
    return {
        "clip_id": clip.pk,
        "download_url": download_url(composition),
        "format": clip.suffix,
        "duration_ms": round(1000 * clip.duration_seconds),
        "bytes": clip.bytes,
        "is_current": composition.rendered_revision == composition.revision,
    }


def download_url(composition: Composition) -> str:
    return reverse("compositions-api:audio", args=[composition.pk]) + "?download=1"
