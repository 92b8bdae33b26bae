"""A timeline as JSON: everything written out, in one order."""

from typing import Any

from speech import effects
from speech.mixing.mix import Duck, Fade, Master
from studio.compositions.timeline.document import Timeline, TimelineRegion, TimelineTrack


def as_json(timeline: Timeline) -> dict[str, Any]:
    return {
        "tracks": [_track(track) for track in timeline.tracks],
        "master": master_as_json(timeline.master),
    }


def _track(track: TimelineTrack) -> dict[str, Any]:
    return {
        "id": track.id,
        "name": track.name,
        "volume": track.volume,
        "pan": track.pan,
        "muted": track.is_muted,
        "solo": track.is_solo,
        "effects": effects.as_json(track.effects),
        "duck": track.duck and _duck(track.duck),
        "regions": [_region(region) for region in track.regions],
    }


def _region(region: TimelineRegion) -> dict[str, Any]:
    return {
        "id": region.id,
        "name": region.name,
        "source": {"kind": region.source.kind, "id": str(region.source.id)},
        "clip_id": None if region.clip_id is None else str(region.clip_id),
        "offset_frames": region.offset_frames,
        "trim_start_frames": region.trim_start_frames,
        "trim_end_frames": region.trim_end_frames,
        "loop_frames": region.loop_frames,
        "volume": region.volume,
        "pan": region.pan,
        "muted": region.is_muted,
        "fade_in": _fade(region.fade_in),
        "fade_out": _fade(region.fade_out),
    }


def _fade(fade: Fade) -> dict[str, Any]:
    return {"frames": fade.frames, "curve": fade.curve}


def _duck(duck: Duck) -> dict[str, Any]:
    return {
        "under": duck.under,
        "depth_db": duck.depth_db,
        "attack_seconds": duck.attack_seconds,
        "release_seconds": duck.release_seconds,
        "threshold_db": duck.threshold_db,
    }


def master_as_json(master: Master) -> dict[str, Any]:
    return {
        "volume": master.volume,
        "effects": effects.as_json(master.effects),
        "target_lufs": master.target_lufs,
        "ceiling_db": master.ceiling_db,
    }
