"""A timeline as `speech.mixing` takes it. Sources go by the ids of their clips."""

from collections.abc import Iterable

from speech.mixing.mix import Mix, Region, Track
from studio.compositions.timeline.document import Timeline, TimelineRegion, TimelineTrack


def mix_of(timeline: Timeline, rate_hz: int) -> Mix:
    """`rate_hz` is the rate that its frames are of. A region that never got a clip is not in the mix."""
    return Mix(rate_hz, tuple(_track(track) for track in timeline.tracks), timeline.master)


def _track(track: TimelineTrack) -> Track:
    return Track(
        id=track.id,
        regions=tuple(_regions(track.regions)),
        volume=track.volume,
        pan=track.pan,
        is_muted=track.is_muted,
        is_solo=track.is_solo,
        effects=track.effects,
        duck=track.duck,
    )


def _regions(regions: Iterable[TimelineRegion]) -> Iterable[Region]:
    for region in regions:
        if region.clip_id is not None:
            yield Region(
                source=str(region.clip_id),
                offset_frames=region.offset_frames,
                trim_start_frames=region.trim_start_frames,
                trim_end_frames=region.trim_end_frames,
                loop_frames=region.loop_frames,
                volume=region.volume,
                pan=region.pan,
                fade_in=region.fade_in,
                fade_out=region.fade_out,
                is_muted=region.is_muted,
            )
