"""Reading own voices and what was said to agree to them."""

import uuid
from typing import Any

from django.db.models import Q, QuerySet

from common.errors import InvalidInput
from jobs.models import Job
from speech.names import folded
from speech.own_voices.models import NAME_MAX_CHARACTERS, OwnVoice, VoiceConsent

KIND = "own_voices.transcript"


def own_voices_of(user: Any, *, search: str = "") -> QuerySet[OwnVoice]:
    """By name, with their clips and consents."""
    voices = OwnVoice.objects.for_user(user).filter(deleted_at=None).select_related("clip", "consent")
    return _named_like(voices, search).order_by("name_folded", "id")


def own_voice_by_id(owner_id: Any, voice: str) -> OwnVoice | None:
    """Of what a profile or an entry has for a voice: nothing is looked for where that is no id."""
    try:
        voice_id = uuid.UUID(voice)
    except ValueError:
        return None
    return OwnVoice.objects.filter(owner=owner_id, pk=voice_id).first()


def own_voice_name(owner_id: Any, voice: str) -> str:
    """Empty where it is everybody's."""
    own = own_voice_by_id(owner_id, voice)
    return own.name if own else ""


def consents_of(user: Any) -> QuerySet[VoiceConsent]:
    """Those with a recording, the newest first: a statement beside a voice is the voice's."""
    recorded = VoiceConsent.objects.for_user(user).filter(clip__isnull=False)
    return recorded.order_by("-created_at", "-id")


def consents_after(consents: QuerySet[VoiceConsent], last: VoiceConsent) -> QuerySet[VoiceConsent]:
    older = Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, pk__lt=last.pk)
    return consents.filter(older)


def heard_now(user: Any) -> set[str]:
    """Ids of voices that a job listens to, or is about to."""
    active = Job.objects.active().filter(owner=user, kind=KIND)
    return {params.get("voice_id", "") for params in active.values_list("params", flat=True)}


def _named_like(voices: QuerySet[OwnVoice], search: str) -> QuerySet[OwnVoice]:
    search = folded(search.strip())
    if len(search) > NAME_MAX_CHARACTERS:
        raise InvalidInput(f"Search for {NAME_MAX_CHARACTERS} characters at most.", param="q")
    if "\x00" in search:
        raise InvalidInput("The search has a character in it that no name can have.", param="q")
    return voices.filter(name_folded__contains=search) if search else voices
