"""A person and an id in, that person's own voice or consent or 404 out."""

import uuid
from typing import Any

from common.errors import NotFound
from speech.own_voices.models import OwnVoice, VoiceConsent
from speech.own_voices.queries import consents_of, own_voices_of


def own_voice_for(user: Any, voice_id: uuid.UUID) -> OwnVoice:
    voice = own_voices_of(user).filter(pk=voice_id).first()
    if voice is None:
        raise NotFound("There is no such voice.")
    return voice


def discarded_own_voice_for(user: Any, voice_id: uuid.UUID) -> OwnVoice:
    voice = OwnVoice.objects.for_user(user).filter(pk=voice_id).exclude(deleted_at=None).first()
    if voice is None:
        raise NotFound("This voice is gone for good, or was never deleted.")
    return voice


def consent_for(user: Any, consent_id: uuid.UUID) -> VoiceConsent:
    consent = consents_of(user).filter(pk=consent_id).first()
    if consent is None:
        raise NotFound("There is no such consent.")
    return consent
