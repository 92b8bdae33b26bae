"""A composition's render is begun: what is wrong with the asking is said here, before there is a job."""

from dataclasses import replace
from typing import Any

from django.db import transaction

from clips.models import Clip
from clips.space import require_disk, require_quota
from common.errors import InvalidInput
from jobs.models import Job
from jobs.services import enqueue
from speech.requests import shortened
from studio.compositions.queries import clips_named, timeline_of
from studio.compositions.rendering.asking import MixAsked
from studio.compositions.rendering.one_shot import read_one_shot, told_as_sent
from studio.compositions.services import create_composition
from studio.compositions.timeline import Timeline, clip_ids_of, most_frames_made, read_master
from studio.models import Composition
from studio.outputs import output_format

KIND = "studio.composition"
CHANNELS = 2
# Of a mix without loss; what is coded takes less.
BYTES_A_FRAME = 2 * CHANNELS


def start_render(*, composition: Composition, asked: MixAsked) -> Job:
    """The same of the same revision that is under way already is joined."""
    timeline = timeline_of(composition)
    _require_some(timeline)
    _require_room(composition, timeline, asked)
    return enqueue(
        kind=KIND,
        owner=composition.owner,
        key=f"{KIND}:{composition.pk}:{composition.revision}:{asked.fingerprint}",
        title=f"Render “{shortened(composition.name)}”",
        params={"composition_id": str(composition.pk), **asked.as_params()},
    )


def render_at_once(*, owner: Any, payload: Any) -> Job:
    """A composition is made of what was sent, and its render begun: both, or neither."""
    shot = read_one_shot(payload)
    with told_as_sent(payload), transaction.atomic():
        composition = create_composition(
            owner=owner, name=shot.name, sample_rate_hz=shot.rate_hz, timeline=shot.timeline
        )
        return start_render(composition=composition, asked=shot.asked)


def bytes_needed(seconds: float, asked: MixAsked, *, rate_hz: int, files: int = 1) -> int:
    bit_rate = output_format(asked.format).usual_bit_rate(channels=CHANNELS)
    a_second = bit_rate / 8 if bit_rate else BYTES_A_FRAME * rate_hz
    return round(seconds * a_second * files)


def _require_some(timeline: Timeline) -> None:
    if not any(True for _ in timeline.regions):
        raise InvalidInput(
            "There is nothing in this composition yet. Add a sound to it first.",
            param="timeline",
            code="empty_composition",
        )


def _require_room(composition: Composition, timeline: Timeline, asked: MixAsked) -> None:
    clips: dict[Any, Clip] = clips_named(composition.owner_id, clip_ids_of(timeline))
    if asked.master is not None:
        timeline = replace(timeline, master=read_master(asked.master, is_kept=True))
    seconds_of_clips = {pk: clip.duration_seconds for pk, clip in clips.items()}
    own_hz = composition.sample_rate_hz
    seconds = most_frames_made(timeline, seconds_of_clips, rate_hz=own_hz) / own_hz
    rate_hz = asked.sample_rate_hz or own_hz
    files = 1 + len(timeline.tracks) if asked.stems else 1
    require_quota(owner=composition.owner, bytes_needed=bytes_needed(seconds, asked, rate_hz=rate_hz))
    require_disk(bytes_needed=bytes_needed(seconds, asked, rate_hz=rate_hz, files=2 * files))
