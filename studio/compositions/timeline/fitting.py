"""A timeline beside what it plays: how long each region is, and whether its clip has so much."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from common.errors import InvalidInput
from speech.effect_chains import times_as_long
from speech.effects import Effect
from studio.compositions.timeline.document import Timeline, TimelineRegion
from studio.compositions.timeline.fields import within
from studio.compositions.timeline.limits import MOST_HOURS, most_frames

# A length in seconds, and a trim taken over from another sample rate, are each rounded.
ROUNDED_FRAMES = 2

SecondsOfClips = Mapping[UUID, float]  # of those that are here


def require_fits(timeline: Timeline, seconds_of_clips: SecondsOfClips, *, rate_hz: int) -> None:
    """Of a region whose clip is gone nothing is known, and nothing said."""
    for at, region in timeline.placed:
        clip_frames = _clip_frames(region, seconds_of_clips, rate_hz)
        if clip_frames is not None:
            _require_trims_within(region, clip_frames, at, rate_hz)
        frames = region_frames(region, clip_frames)
        if frames is not None:
            _require_fades_within(region, frames, at)
            _require_ends_in_time(region, frames, at, rate_hz)


def begun_within(timeline: Timeline, seconds_of_clips: SecondsOfClips, *, rate_hz: int) -> Timeline:
    """Rescaled, the start of a region near the end of its clip may have been rounded to behind that."""

    def moved(region: TimelineRegion) -> TimelineRegion:
        frames = _clip_frames(region, seconds_of_clips, rate_hz)
        if not frames or region.trim_start_frames < frames:
            return region
        return replace(region, trim_start_frames=frames - 1)

    tracks = (
        replace(track, regions=tuple(moved(region) for region in track.regions)) for track in timeline.tracks
    )
    return replace(timeline, tracks=tuple(tracks))


def frames_of(timeline: Timeline, seconds_of_clips: SecondsOfClips, *, rate_hz: int) -> int:
    """Up to the end of the last region; how long an effect sounds on is not in it."""
    ends = (
        region.offset_frames + (region_frames(region, _clip_frames(region, seconds_of_clips, rate_hz)) or 0)
        for region in timeline.regions
        if region.clip_id in seconds_of_clips
    )
    return max(ends, default=0)


def most_frames_made(timeline: Timeline, seconds_of_clips: SecondsOfClips, *, rate_hz: int) -> int:
    """About how many come out, with what effects slow down."""
    tracks = (
        frames_of(Timeline((track,)), seconds_of_clips, rate_hz=rate_hz) * _slowed(track.effects)
        for track in timeline.tracks
    )
    return round(max(tracks, default=0) * _slowed(timeline.master.effects))


def _slowed(effects: Iterable[Effect]) -> float:
    return max(1.0, times_as_long(effects))


def region_frames(region: TimelineRegion, clip_frames: int | None) -> int | None:
    """On the timeline. None where that is its clip's length, which is not known."""
    if region.loop_frames is not None:
        return region.loop_frames
    end = clip_frames if region.trim_end_frames is None else region.trim_end_frames
    return None if end is None else max(end - region.trim_start_frames, 0)


def _clip_frames(region: TimelineRegion, seconds_of_clips: SecondsOfClips, rate_hz: int) -> int | None:
    seconds = seconds_of_clips.get(region.clip_id) if region.clip_id else None
    return None if seconds is None else round(seconds * rate_hz)


def _require_trims_within(region: TimelineRegion, clip_frames: int, at: str, rate_hz: int) -> None:
    length = f"the end of the clip, which is {clip_frames / rate_hz:.3f} s long ({clip_frames:,} frames)"
    if region.trim_start_frames >= clip_frames:
        raise InvalidInput(
            f"trim_start_frames must lie before {length}.",
            param=within(at, "trim_start_frames"),
            code="beyond_the_end",
        )
    if (region.trim_end_frames or 0) > clip_frames + ROUNDED_FRAMES:
        raise InvalidInput(
            f"trim_end_frames must not lie beyond {length}.",
            param=within(at, "trim_end_frames"),
            code="beyond_the_end",
        )


def _require_fades_within(region: TimelineRegion, frames: int, at: str) -> None:
    for name, fade in (("fade_in", region.fade_in), ("fade_out", region.fade_out)):
        if fade.frames > frames + ROUNDED_FRAMES:
            raise InvalidInput(
                f"A fade is no longer than its region: {frames:,} frames at most, not {fade.frames:,}.",
                param=within(at, f"{name}.frames"),
                code="fade_too_long",
            )


def _require_ends_in_time(region: TimelineRegion, frames: int, at: str, rate_hz: int) -> None:
    if region.offset_frames + frames > most_frames(rate_hz):
        raise InvalidInput(
            f"This region ends after {MOST_HOURS} hours, the most that a composition has.",
            param=within(at, "offset_frames"),
            code="too_long",
        )
