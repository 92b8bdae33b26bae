"""Making a stem in the background. Imported by the app's `tasks.py`."""

from typing import Any

from jobs.registry import job_kind
from jobs.run import JobRun
from studio.compositions.preview.freezing import FREEZE
from studio.compositions.preview.stems import make_stem, stem_files
from studio.compositions.preview.wet import Wet, wet_parts
from studio.compositions.queries import clips_named
from studio.compositions.timeline import clip_ids_of, frames_of, kept_timeline, mix_of


@job_kind(FREEZE, title="Effects, to be heard")
def freeze(run: JobRun) -> dict[str, Any] | None:
    params, owner_id = run.params, run.owner and run.owner.pk
    rate_hz = params["rate_hz"]
    timeline = kept_timeline(params["timeline"], rate_hz=rate_hz)
    clips = clips_named(owner_id, clip_ids_of(timeline))
    parts = wet_parts(mix_of(timeline, rate_hz))
    part = next((each for each in parts if _is_wanted(each, params)), None)
    if part is None or stem_files().get(str(owner_id), part.digest) is not None:
        return None
    seconds = {pk: clip.duration_seconds for pk, clip in clips.items()}
    whole = frames_of(timeline, seconds, rate_hz=rate_hz)
    made = make_stem(
        part,
        owner_id=owner_id,
        clips=clips,
        check=run.checkpoint,
        on_frames=lambda frames: run.checkpoint(progress=frames / max(whole, 1)),
    )
    return {"frames": made.frames}


def _is_wanted(part: Wet, params: dict[str, Any]) -> bool:
    return (part.item, part.is_track) == (params["item"], params["is_track"])
