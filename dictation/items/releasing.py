"""Sound that no item says any more goes, and its file with it."""

from collections.abc import Collection
from typing import Any

from clips.services import release_many
from dictation.models import ItemAudio


def release_sounds(*, audio_ids: Collection[Any]) -> None:
    """Call it after taking items away from them, in the transaction that locked their owner."""
    unsaid = ItemAudio.objects.filter(pk__in=audio_ids, items=None)
    found = dict(unsaid.values_list("pk", "clip_id"))
    ItemAudio.objects.filter(pk__in=found).delete()
    release_many(clip_ids=filter(None, found.values()))
