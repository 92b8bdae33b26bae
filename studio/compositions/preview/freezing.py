"""Stems for a document as it is just now: what there is, what is under way, and starting the rest."""

from dataclasses import replace
from typing import Any

from django.db import transaction

from clips.space import require_disk
from common.sizes import MIB
from jobs import services as jobs
from jobs.models import Job, State
from studio.compositions.clips_held import known_clip_ids
from studio.compositions.preview.stem_files import FRAME_BYTES
from studio.compositions.preview.stems import BUDGET_BYTES, headroom, stem_files
from studio.compositions.preview.wet import MASTER, Wet, wet_parts
from studio.compositions.queries import clips_named, timeline_of
from studio.compositions.resolving import resolved
from studio.compositions.timeline import (
    Timeline,
    as_json,
    clip_ids_of,
    mix_of,
    most_frames_made,
    read_timeline,
)
from studio.models import Composition

FREEZE = "studio.stem"
LEAST_DISK_BYTES = 64 * MIB


def frozen(*, composition: Composition, document: Any) -> dict[str, Any]:
    """`{"tracks": {id: state}, "master": state or None}`; a track that needs none is not in it."""
    timeline = _read(composition, document)
    parts = list(wet_parts(mix_of(timeline, composition.sample_rate_hz)))
    states = {(part.item, part.is_track): _state(composition, timeline, part) for part in parts}
    _stop_others(composition, {part.digest for part in parts})
    return {
        "tracks": {item: state for (item, is_track), state in states.items() if is_track},
        "master": states.get((MASTER, False)),
    }


def _read(composition: Composition, document: Any) -> Timeline:
    before = timeline_of(composition)
    return resolved(
        read_timeline(document, rate_hz=composition.sample_rate_hz, before=before),
        owner=composition.owner,
        rate_hz=composition.sample_rate_hz,
        composition_id=composition.pk,
        known=known_clip_ids(composition, before),
    )


def _state(composition: Composition, timeline: Timeline, part: Wet) -> dict[str, Any]:
    stem = stem_files().get(str(composition.owner_id), part.digest)
    if stem is not None:
        source = {"source": f"stem={part.digest}", "frames": stem.frames, "gain": headroom(stem)}
        return {"state": "ready", **source}
    job = _job(composition, timeline, part)
    if job.state == State.FAILED:
        return {"state": "failed", "message": job.error}
    return {"state": "making", "progress": job.progress}


def _job(composition: Composition, timeline: Timeline, part: Wet) -> Job:
    """What failed is not begun again by itself: the same document would fail again."""
    failed = Job.objects.filter(owner=composition.owner, kind=FREEZE, state=State.FAILED)
    if known := failed.filter(params__digest=part.digest).first():
        return known
    _require_room(composition, timeline)
    with transaction.atomic():
        return jobs.enqueue(
            kind=FREEZE,
            owner=composition.owner,
            title=_title(composition, timeline, part),
            key=f"{FREEZE}:{part.digest}",
            params={
                "composition": str(composition.pk),
                "digest": part.digest,
                "item": part.item,
                "is_track": part.is_track,
                "rate_hz": composition.sample_rate_hz,
                "timeline": as_json(_needed(timeline, part)),
            },
        )


def _require_room(composition: Composition, timeline: Timeline) -> None:
    clips = clips_named(composition.owner_id, clip_ids_of(timeline))
    seconds = {pk: clip.duration_seconds for pk, clip in clips.items()}
    frames = most_frames_made(timeline, seconds, rate_hz=composition.sample_rate_hz)
    require_disk(bytes_needed=LEAST_DISK_BYTES + min(frames * FRAME_BYTES, BUDGET_BYTES))


def _needed(timeline: Timeline, part: Wet) -> Timeline:
    """What a job has to know: sixty tracks with effects do not each bring the whole document along."""
    if not part.is_track:
        return timeline
    ids = {track.id for track in part.mix.tracks}
    return Timeline(
        tuple(
            replace(track, duck=track.duck if track.duck and track.duck.under in ids else None)
            for track in timeline.tracks
            if track.id in ids
        )
    )


def _title(composition: Composition, timeline: Timeline, part: Wet) -> str:
    if not part.is_track:
        return f"“{composition.name}” with its master's effects, to be heard"
    name = next(track.name for track in timeline.tracks if track.id == part.item)
    return f"“{name or 'Track'}” with its effects, to be heard"


def _stop_others(composition: Composition, digests: set[str]) -> None:
    """What is made of a document that has changed since is of no use to anybody."""
    active = Job.objects.active().filter(owner=composition.owner, kind=FREEZE)
    for job in active.filter(params__composition=str(composition.pk)):
        if job.params["digest"] not in digests:
            jobs.cancel(job=job)
