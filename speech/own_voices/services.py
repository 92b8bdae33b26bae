"""Bringing, changing and removing own voices. Pages and both APIs come through here."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.utils import timezone

from clips.models import Clip, Source
from clips.services import retitle_many, store_file
from common.errors import Conflict, NotFound
from common.undo import UNDO_WITHIN
from speech.audio.quality_verdicts import report
from speech.own_voices import cleaning
from speech.own_voices.hearing import start_listening
from speech.own_voices.models import OwnVoice, VoiceConsent
from speech.own_voices.quotas import require_room_for_voice
from speech.own_voices.recordings import Recording


def create_voice(
    *,
    owner: Any,
    name: str,
    recording: Recording,
    statement: str = "",
    consent: VoiceConsent | None = None,
    language: str = "",
    transcript: str = "",
    is_transcript_edited: bool | None = None,
    source: str = Source.UPLOAD,
) -> OwnVoice:
    """Whoever is heard agreed to it: by a consent that was recorded, or by what is stated here.

    A transcript that comes along is its owner's own, unless it is said that it is not: a text that was to be
    read aloud may not be what was said.
    """
    text = cleaning.transcript_of(transcript)
    fields: dict[str, Any] = {
        **cleaning.named(name),
        "language": cleaning.language_tag(language),
        "transcript": text,
        "is_transcript_edited": bool(text) if is_transcript_edited is None else is_transcript_edited,
        "quality": report(recording.quality),
    }
    said = "" if consent else cleaning.statement_of(statement)
    made: list[OwnVoice] = []

    def make(clip: Clip) -> None:  # in the clip's transaction: no clip without its voice
        require_room_for_voice(owner, bytes_needed=clip.bytes)
        agreed = _still_there(consent) if consent else _stated(owner, fields, said)
        made.append(_saved(OwnVoice(owner=owner, clip=clip, consent=agreed, **fields)))
        if not made[0].is_transcript_edited:
            start_listening(voice=made[0])

    file = recording.wav(title=fields["name"])
    store_file(owner=owner, file=file, title=fields["name"], source=source, on_stored=make)
    return made[0]


def change_voice(
    *,
    voice: OwnVoice,
    name: str | None = None,
    language: str | None = None,
    transcript: str | None = None,
) -> OwnVoice:
    """What is None stays. A transcript that is emptied is heard again."""
    with transaction.atomic():
        locked = _locked(voice)
        if name is not None:
            _set(locked, **cleaning.named(name))
        if language is not None:
            _set(locked, language=cleaning.language_tag(language))
        if transcript is not None:
            _write(locked, cleaning.transcript_of(transcript))
        retitle_many(titles={locked.clip_id: locked.name})
        return _saved(locked)


def discard(*, voice: OwnVoice) -> None:
    """Out of sight at once; `restore` brings it back until it is purged. What was spoken with it stays."""
    with transaction.atomic():
        OwnVoice.objects.filter(pk=_locked(voice).pk).update(deleted_at=timezone.now())


def restore(*, voice: OwnVoice) -> OwnVoice:
    with transaction.atomic():
        discarded = OwnVoice.objects.select_for_update(of=("self",)).select_related("clip", "owner")
        found = discarded.filter(pk=voice.pk).first()
        if found is None:
            raise NotFound("This voice is gone for good.")
        if found.deleted_at is not None:
            require_room_for_voice(found.owner, bytes_needed=found.clip.bytes)
            found.deleted_at = None
            _saved(found)
            if not found.transcript:  # nobody listens to a voice that is deleted
                start_listening(voice=found)
    return found


def delete_voice(*, voice: OwnVoice) -> None:
    """For good, with its recording, and with the statement that was made for it alone."""
    with transaction.atomic():
        locked = OwnVoice.objects.select_for_update().filter(pk=voice.pk).first()
        if locked is None:
            raise NotFound("There is no such voice.")
        locked.delete()
        VoiceConsent.objects.filter(pk=locked.consent_id, clip=None, voices=None).delete()


def purge_discarded() -> int:
    """Deletes for good what was discarded and not brought back."""
    count = 0
    for voice in OwnVoice.objects.filter(deleted_at__lt=timezone.now() - UNDO_WITHIN):
        with transaction.atomic():
            if OwnVoice.objects.select_for_update().filter(pk=voice.pk).exclude(deleted_at=None).exists():
                delete_voice(voice=voice)
                count += 1
    return count


def _write(locked: OwnVoice, transcript: str) -> None:
    if transcript and transcript == locked.transcript:
        return
    _set(locked, transcript=transcript, is_transcript_edited=bool(transcript))
    if not transcript:
        start_listening(voice=locked)


def _stated(owner: Any, fields: dict[str, Any], statement: str) -> VoiceConsent:
    named = {"name": fields["name"], "language": fields["language"]}
    return VoiceConsent.objects.create(owner=owner, statement=statement, **named)


def _still_there(consent: VoiceConsent) -> VoiceConsent:
    try:
        return VoiceConsent.objects.select_for_update().get(pk=consent.pk)
    except ObjectDoesNotExist:
        raise NotFound("There is no such consent.", param="consent", code="consent_not_found") from None


def _locked(voice: OwnVoice) -> OwnVoice:
    locked = OwnVoice.objects.select_for_update(of=("self",)).select_related("owner")
    found = locked.filter(pk=voice.pk, deleted_at=None).first()
    if found is None:
        raise NotFound("There is no such voice.")
    return found


def _set(voice: OwnVoice, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(voice, name, value)


def _saved(voice: OwnVoice) -> OwnVoice:
    try:
        with transaction.atomic():
            voice.save()
    except IntegrityError:
        raise Conflict(
            f"You have a voice called “{voice.name}” already. Choose another name.",
            param="name",
            code="name_taken",
        ) from None
    return voice
