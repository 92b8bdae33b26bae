"""A recording goes after its voice or its consent, whoever removed that: a service, a cascade, the admin."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from clips.services import release_many
from speech.own_voices.models import OwnVoice, VoiceConsent


@receiver(post_delete, sender=OwnVoice, dispatch_uid="own_voices.release_clip")
@receiver(post_delete, sender=VoiceConsent, dispatch_uid="own_voices.release_consent")
def release_clip(sender: type[OwnVoice | VoiceConsent], instance: Any, **kwargs: Any) -> None:
    if instance.clip_id is not None:
        release_many(clip_ids=[instance.clip_id])
