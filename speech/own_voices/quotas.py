"""How many voices one person may bring, and how large. To be asked in the transaction that adds to them."""

from typing import Any

from django.conf import settings
from django.db.models import Sum

from common.errors import InvalidInput, OutOfSpace
from common.owned import lock_owner
from common.sizes import MIB
from speech.own_voices.models import OwnVoice, VoiceConsent

# Whoever may bring voices may have so many people agree to each.
CONSENTS_PER_VOICE = 5


def require_room_for_voice(owner: Any, *, bytes_needed: int) -> None:
    lock_owner(owner.pk)  # two at once can't both be the last that fits
    most = settings.CONFIG.own_voices_max
    if not most:
        raise InvalidInput("Nobody brings own voices to this site.", code="own_voices_off")
    if _voices(owner).count() >= most:
        raise InvalidInput(
            f"A person has {most} own voices at most here. Delete one first.", code="too_many_voices"
        )
    _require_bytes(owner, bytes_needed)


def require_room_for_consent(owner: Any, *, bytes_needed: int) -> None:
    lock_owner(owner.pk)
    most = settings.CONFIG.own_voices_max * CONSENTS_PER_VOICE
    if not most:
        raise InvalidInput("Nobody brings own voices to this site.", code="own_voices_off")
    if VoiceConsent.objects.for_user(owner).filter(clip__isnull=False).count() >= most:
        raise InvalidInput(
            f"A person has {most} recorded consents at most here. Delete one first.",
            code="too_many_consents",
        )
    _require_bytes(owner, bytes_needed)


def _require_bytes(owner: Any, needed: int) -> None:
    most = settings.CONFIG.own_voices_max_mib * MIB
    voices = _voices(owner).aggregate(sum=Sum("clip__bytes"))["sum"] or 0
    consents = VoiceConsent.objects.for_user(owner).aggregate(sum=Sum("clip__bytes"))["sum"] or 0
    if voices + consents + needed > most:
        raise OutOfSpace(
            f"Your own voices may take {settings.CONFIG.own_voices_max_mib:,} MiB together. "
            "Delete one first.",
            code="own_voices_full",
        )


def _voices(owner: Any) -> Any:
    return OwnVoice.objects.for_user(owner).filter(deleted_at=None)
