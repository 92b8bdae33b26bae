"""How long the sounds are that a page of a composition may come to show."""

from studio.compositions.queries import clips_named, timeline_of
from studio.compositions.timeline import clip_ids_of
from studio.models import Composition


def seconds_of_clips(composition: Composition) -> dict[str, float]:
    """Also of those that were taken out: to undo that brings them back."""
    held = composition.clips.values_list("pk", flat=True)
    named = clips_named(composition.owner_id, clip_ids_of(timeline_of(composition)) | set(held))
    return {str(pk): clip.duration_seconds for pk, clip in named.items()}
