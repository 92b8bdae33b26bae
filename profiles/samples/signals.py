"""A clip goes after its sample, whoever removed that: a service, its profile's cascade, the admin."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from clips.services import release_many
from profiles.models import Sample


@receiver(post_delete, sender=Sample, dispatch_uid="profiles.release_clip")
def release_clip(sender: type[Sample], instance: Sample, **kwargs: Any) -> None:
    release_many(clip_ids=[instance.clip_id])
