"""One sound into a composition, as a track of its own."""

from typing import Any

from django.db import transaction

from studio.compositions.queries import clips_named, timeline_of
from studio.compositions.services import create_composition
from studio.compositions.sources import clip_of
from studio.compositions.timeline import Source, Timeline, clip_ids_of, frames_of
from studio.compositions.tracks import add_track, new_id
from studio.models import NAME_MAX_CHARACTERS, Composition


def add_sound(*, composition: Composition, source: Source, at_end: bool = False) -> Composition:
    """At the beginning, or behind all that is there."""
    title = clip_of(composition.owner, source, at="source").title[:NAME_MAX_CHARACTERS]
    region = {
        "id": new_id(),
        "name": title,
        "source": {"kind": source.kind, "id": str(source.id)},
        "offset_frames": _end_of(composition, timeline_of(composition)) if at_end else 0,
    }
    changed, _ = add_track(composition=composition, track={"name": title, "regions": [region]})
    return changed


def start_with_sound(*, owner: Any, source: Source) -> Composition:
    """A new composition, called as the sound is."""
    title = clip_of(owner, source, at="source").title[:NAME_MAX_CHARACTERS]
    with transaction.atomic():
        return add_sound(composition=create_composition(owner=owner, name=title), source=source)


def _end_of(composition: Composition, timeline: Timeline) -> int:
    clips = clips_named(composition.owner_id, clip_ids_of(timeline))
    seconds = {pk: clip.duration_seconds for pk, clip in clips.items()}
    return frames_of(timeline, seconds, rate_hz=composition.sample_rate_hz)
