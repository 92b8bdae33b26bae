"""The timeline of a composition: one document, one reader of it, and what can be made of it.

All frames are whole numbers at the composition's own sample rate. Everything but ids and sources may be left
out; what is written out by `as_json` is complete, and equal timelines have equal JSON.

    {"tracks": [{"id": "t1", "name": "Anna", "volume": 1, "pan": 0, "muted": false, "solo": false,
                 "effects": [], "duck": null, "regions": [
        {"id": "r1", "name": "Take 3",
         "source": {"kind": "upload | history | turn | composition", "id": "<uuid>"}, "clip_id": "<uuid>",
         "offset_frames": 0, "trim_start_frames": 0, "trim_end_frames": null, "loop_frames": null,
         "volume": 1, "pan": 0, "muted": false,
         "fade_in": {"frames": 0, "curve": "equal_power"},
         "fade_out": {"frames": 0, "curve": "equal_power"}}]}],
     "master": {"volume": 1, "effects": [], "target_lufs": null, "ceiling_db": -1}}

`source` is where a region comes from: the clip of an upload, an entry of the history, a turn of a
conversation, another composition. `clip_id` is what is heard; null or left out, the server looks it up.
`trim_end_frames` null: to the clip's end. `loop_frames`: the stretch is repeated until it fills so much.
`duck`: {"under": "<track id>", "depth_db": 12, "attack_seconds": 0.1, "release_seconds": 0.5,
"threshold_db": -40}. Ids have 1 to 40 of A-Z a-z 0-9 _ -, each once in a document, tracks and
regions together.
Fades are no longer than their region; where two overlap, both apply.
"""

from studio.compositions.timeline.document import (
    KINDS,
    Kind,
    Source,
    Timeline,
    TimelineRegion,
    TimelineTrack,
    clip_ids_of,
)
from studio.compositions.timeline.fitting import (
    begun_within,
    frames_of,
    most_frames_made,
    region_frames,
    require_fits,
)
from studio.compositions.timeline.limits import MOST_HOURS, MOST_REGIONS, MOST_TRACKS
from studio.compositions.timeline.mixing import mix_of
from studio.compositions.timeline.reading import kept_timeline, read_master, read_timeline
from studio.compositions.timeline.rescaling import rescaled
from studio.compositions.timeline.writing import as_json

__all__ = [
    "KINDS",
    "MOST_HOURS",
    "MOST_REGIONS",
    "MOST_TRACKS",
    "Kind",
    "Source",
    "Timeline",
    "TimelineRegion",
    "TimelineTrack",
    "as_json",
    "begun_within",
    "clip_ids_of",
    "frames_of",
    "kept_timeline",
    "mix_of",
    "most_frames_made",
    "read_master",
    "read_timeline",
    "region_frames",
    "require_fits",
    "rescaled",
]
