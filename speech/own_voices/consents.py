"""Recordings in which somebody agrees to be imitated."""

from typing import Any

from django.core.files import File
from django.db import transaction

from clips.models import Clip, Source
from clips.services import store_upload
from common.errors import Conflict, NotFound
from speech.own_voices import cleaning
from speech.own_voices.judging import LONGEST_SECONDS
from speech.own_voices.models import VoiceConsent
from speech.own_voices.quotas import require_room_for_consent
from speech.own_voices.recordings import require_speech


def create_consent(*, owner: Any, name: str, language: str, recording: File) -> VoiceConsent:
    """Kept as it was sent: it is to be listened to, not to be imitated. Silence agrees to nothing."""
    fields = {"name": cleaning.consent_name(name), "language": cleaning.language_tag(language)}
    require_speech(recording)
    made: list[VoiceConsent] = []

    def make(clip: Clip) -> None:
        require_room_for_consent(owner, bytes_needed=clip.bytes)
        made.append(VoiceConsent.objects.create(owner=owner, clip=clip, **fields))

    store_upload(
        owner=owner,
        file=recording,
        title=f"Consent of {fields['name']}",
        source=Source.RECORDING,
        kept=False,
        most_seconds=LONGEST_SECONDS,
        on_stored=make,
    )
    return made[0]


def rename_consent(*, consent: VoiceConsent, name: str) -> VoiceConsent:
    consent.name = cleaning.consent_name(name)
    if not VoiceConsent.objects.filter(pk=consent.pk).update(name=consent.name):
        raise NotFound("There is no such consent.")
    return consent


def delete_consent(*, consent: VoiceConsent) -> None:
    """With its recording. Not while there is a voice that was made with it."""
    with transaction.atomic():
        locked = VoiceConsent.objects.select_for_update().filter(pk=consent.pk).first()
        if locked is None:
            raise NotFound("There is no such consent.")
        if reason := in_use(locked):
            raise Conflict(reason, code="in_use")
        locked.delete()


def in_use(consent: VoiceConsent) -> str:
    """Why it can't be deleted; empty where it can."""
    names = [voice.name for voice in consent.voices.order_by("name_folded")[:3]]
    if not names:
        return ""
    listed = ", ".join(f"“{name}”" for name in names)
    return f"It was given for the voice {listed}. Delete that first; a deleted one is gone after a minute."
