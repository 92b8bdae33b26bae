"""Adding, changing, ordering and removing the samples of a profile. Pages and API both come through here."""

import logging
import uuid
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import Max

from clips.models import Clip, Source
from clips.services import store_upload
from common.errors import AppError, Conflict, InvalidInput, NotFound, TooLarge
from common.places import put_in_places
from profiles.models import Profile, Sample
from profiles.samples.changes import clean_changes, clean_transcript
from profiles.samples.hearing import start_listening
from profiles.samples.limits import LEAST_SECONDS, LONGEST_SECONDS, SAMPLES_MOST
from profiles.samples.measuring import is_measured, measure
from profiles.samples.sound import seconds_of
from speech.names import clean_language

logger = logging.getLogger(__name__)

# Of sound, measured in half a second while its sender waits; longer ones are a job's.
MEASURED_AT_ONCE_SECONDS = 60.0


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
    """An own clip, or a file that is stored for it.

    A transcript that comes along is its owner's own, unless it is said that it is not: a text that was to be
    read aloud may not be what was said.
    """
    text = clean_transcript(transcript)
    fields = {
        "transcript": text,
        "language": clean_language(language),
        "is_transcript_edited": bool(text) if is_transcript_edited is None else is_transcript_edited,
    }
    if file is not None:
        sample = _from_file(profile, file, source, fields)
    elif clip is not None:
        sample = _from_clip(profile, clip.pk, fields)
    else:
        raise InvalidInput("Send a file, or name a clip.", param="file", code="missing_file")
    return measured_if_short(sample)


def refer_to(*, profile: Profile, clip: Clip) -> Sample:
    """For a transaction that goes on: while others wait for it, nothing is decoded. The job that listens to
    the sample measures it.
    """
    return _from_clip(profile, clip.pk, {"transcript": "", "language": "", "is_transcript_edited": False})


def change_sample(*, sample: Sample, **changes: Any) -> Sample:
    """What is left out stays. What is trimmed anew is measured anew, and heard unless its owner wrote it."""
    with transaction.atomic():
        locked = Sample.objects.select_for_update(of=("self",)).select_related("clip", "profile", "owner")
        found = locked.filter(pk=sample.pk, profile__deleted_at=None).first()
        if found is None:
            raise NotFound("There is no such sample.")
        before = (found.trim_start_seconds, found.trim_end_seconds, found.transcript)
        for name, value in clean_changes(found, changes).items():
            setattr(found, name, value)
        if not is_measured(found):
            found.quality = {}  # of what it was before: where this process is killed now, it is found by that
        found.save()
        if before != (found.trim_start_seconds, found.trim_end_seconds, found.transcript):
            _listen_where_needed(found)
    return measured_if_short(found)


def move_sample(*, sample: Sample, position: int) -> Sample:
    """To a place of the list, from 1; beyond its end is its end."""
    with transaction.atomic():
        _locked(sample.profile)
        ids = list(sample.profile.samples.values_list("pk", flat=True))
        if sample.pk not in ids:
            raise NotFound("There is no such sample.")
        ids.remove(sample.pk)
        ids.insert(max(0, position - 1), sample.pk)
        put_in_places(sample.profile.samples.all(), ids)
    sample.refresh_from_db(fields=["position"])
    return sample


def remove_sample(*, sample: Sample) -> None:
    """Its clip goes with it, unless it is kept or used elsewhere."""
    with transaction.atomic():
        _locked(sample.profile)
        Sample.objects.filter(pk=sample.pk).delete()
        samples = sample.profile.samples.all()
        put_in_places(samples, list(samples.values_list("pk", flat=True)))


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
        _locked(profile)  # before its clip, as whoever removes a sample does
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
    sample = Sample.objects.create(
        owner=profile.owner, profile=profile, clip=clip, position=last + 1, **fields
    )
    _listen_where_needed(sample)
    return sample


def _listen_where_needed(sample: Sample) -> None:
    """In the transaction of what makes it needed: a process that is killed forgets nothing."""
    if not sample.is_transcript_edited or not (_is_short(sample) or is_measured(sample)):
        start_listening(sample=sample)


def _is_short(sample: Sample) -> bool:
    return seconds_of(sample) <= MEASURED_AT_ONCE_SECONDS


def measured_if_short(sample: Sample) -> Sample:
    if _is_short(sample) and not is_measured(sample):
        try:
            measure(sample)
        except AppError:  # the sample is there; that its sound is not is told where it is played
            logger.warning("The sample %s could not be measured", sample.pk, exc_info=True)
    return sample


def _locked(profile: Profile) -> None:
    """Whoever changes the list of a profile's samples waits here for whoever does so too. Before any clip."""
    if Profile.objects.select_for_update().filter(pk=profile.pk, deleted_at=None).first() is None:
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
