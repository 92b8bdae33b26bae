"""A recording goes after its voice or its consent, whoever removed that: a service, a cascade, the admin."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver

from clips.models import Clip
from clips.services import release_many
from speech.own_voices.models import OwnVoice, VoiceConsent
from speech.voice_prompts import forget_prompts


@receiver(post_delete, sender=OwnVoice, dispatch_uid="own_voices.release_clip")
@receiver(post_delete, sender=VoiceConsent, dispatch_uid="own_voices.release_consent")
def release_clip(sender: type[OwnVoice | VoiceConsent], instance: Any, **kwargs: Any) -> None:
    if instance.clip_id is not None:
        release_many(clip_ids=[instance.clip_id])


@receiver(pre_delete, sender=OwnVoice, dispatch_uid="own_voices.forget_prompts")
def forget_what_was_made_of_it(sender: type[OwnVoice], instance: OwnVoice, **kwargs: Any) -> None:
    """Before: in a cascade its clip may go first."""
    for digest in Clip.objects.filter(pk=instance.clip_id).values_list("sha256", flat=True):
        transaction.on_commit(partial(forget_prompts, digest))
