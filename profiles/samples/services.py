"""Adding, changing, ordering and removing the samples of a profile. Pages and API both come through here."""

import uuid
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import Max

from clips.models import Clip, Source
from clips.services import store_upload
from common.errors import Conflict, InvalidInput, NotFound, TooLarge
from profiles.models import TRANSCRIPT_MAX_CHARACTERS, Profile, Sample

SAMPLES_MOST = 20
LONGEST_SECONDS = 600.0
LEAST_SECONDS = 1.0


def add_sample(
    *,
    profile: Profile,
    clip: Clip | None = None,
    file: File | None = None,
    transcript: str = "",
    language: str = "",
    source: str = Source.UPLOAD,
    is_transcript_edited: bool | None = None,
) -> Sample:
    """An own clip, or a file that is stored for it. A transcript that comes along is its owner's own."""
    text = _clean_transcript(transcript)
    fields = {
        "transcript": text,
        "language": language.strip(),
        "is_transcript_edited": bool(text) if is_transcript_edited is None else is_transcript_edited,
    }
    if file is not None:
        return _from_file(profile, file, source, fields)
    if clip is None:
        raise InvalidInput("Send a file, or name a clip.", param="file", code="missing_file")
    return _from_clip(profile, clip.pk, fields)


def _from_file(profile: Profile, file: File, source: str, fields: dict[str, Any]) -> Sample:
    _require_room(profile)  # before minutes of a film are decoded for nothing
    made: list[Sample] = []

    def make(clip: Clip) -> None:  # in the clip's transaction: no clip without its sample
        made.append(_made(profile, clip, fields))

    store_upload(
        owner=profile.owner,
        file=file,
        source=source,
        kept=False,
        most_seconds=LONGEST_SECONDS,
        on_stored=make,
    )
    return made[0]


def _from_clip(profile: Profile, clip_id: uuid.UUID, fields: dict[str, Any]) -> Sample:
    with transaction.atomic():
        own = Clip.objects.select_for_update().for_user(profile.owner)
        clip = own.filter(pk=clip_id, deleted_at=None).first()
        if clip is None:
            raise NotFound("There is no such clip.", param="clip_id")
        if clip.is_missing:
            raise NotFound(
                f"The audio of “{clip.title}” is missing on the server.", param="clip_id", code="file_missing"
            )
        return _made(profile, clip, fields)


def _made(profile: Profile, clip: Clip, fields: dict[str, Any]) -> Sample:
    _require_length(clip)
    _locked(profile)
    _require_room(profile)
    if profile.samples.filter(clip=clip).exists():
        raise Conflict(f"“{clip.title}” is a sample of this profile already.", code="already_there")
    last = profile.samples.aggregate(last=Max("position"))["last"] or 0
    return Sample.objects.create(owner=profile.owner, profile=profile, clip=clip, position=last + 1, **fields)


def _clean_transcript(text: str) -> str:
    if "\x00" in text:
        raise InvalidInput("A transcript is text, without NUL characters.", param="transcript")
    cleaned = text.replace("\r\n", "\n").strip()
    if len(cleaned) > TRANSCRIPT_MAX_CHARACTERS:
        raise InvalidInput(
            f"A transcript has {TRANSCRIPT_MAX_CHARACTERS:,} characters at the most.", param="transcript"
        )
    return cleaned


def _locked(profile: Profile) -> None:
    """Whoever changes the list of a profile's samples waits here for whoever does so too."""
    if not Profile.objects.select_for_update().filter(pk=profile.pk, deleted_at=None).exists():
        raise NotFound("There is no such profile.")


def _require_room(profile: Profile) -> None:
    if profile.samples.count() >= SAMPLES_MOST:
        raise Conflict(
            f"A profile has {SAMPLES_MOST} samples at the most. Remove one first.", code="too_many_samples"
        )


def _require_length(clip: Clip) -> None:
    if clip.duration_seconds < LEAST_SECONDS:
        raise InvalidInput(
            f"This is {clip.duration_seconds:.1f} s long; a sample has at least {LEAST_SECONDS:g} s. "
            "Best are 6 to 30 s of somebody speaking.",
            code="too_short",
        )
    if clip.duration_seconds > LONGEST_SECONDS:
        raise TooLarge(
            f"“{clip.title}” is longer than {LONGEST_SECONDS / 60:g} minutes, the most a sample has. "
            "Cut out the best half minute.",
            code="too_long",
        )
