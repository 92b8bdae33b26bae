"""The same timeline at another sample rate: every place and length in frames anew."""

from collections.abc import Callable
from dataclasses import replace

from speech.mixing.mix import Fade
from studio.compositions.timeline.document import Timeline, TimelineRegion

Scale = Callable[[int], int]


def rescaled(timeline: Timeline, from_hz: int, to_hz: int) -> Timeline:
    if from_hz == to_hz:
        return timeline

    def scale(frames: int) -> int:
        return (2 * frames * to_hz + from_hz) // (2 * from_hz)  # to the nearest, exactly

    tracks = (
        replace(track, regions=tuple(_region(region, scale) for region in track.regions))
        for track in timeline.tracks
    )
    return replace(timeline, tracks=tuple(tracks))


def _region(region: TimelineRegion, scale: Scale) -> TimelineRegion:
    start, end, loop = scale(region.trim_start_frames), region.trim_end_frames, region.loop_frames
    return replace(
        region,
        offset_frames=scale(region.offset_frames),
        trim_start_frames=start,
        # What was audible stays so: a stretch of a frame or two does not become one of none.
        trim_end_frames=None if end is None else max(scale(end), start + 1),
        loop_frames=None if loop is None else max(scale(loop), 1),
        fade_in=_fade(region.fade_in, scale),
        fade_out=_fade(region.fade_out, scale),
    )


def _fade(fade: Fade, scale: Scale) -> Fade:
    return replace(fade, frames=scale(fade.frames))
