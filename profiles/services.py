"""Making, changing and removing voice profiles. Pages, API and archives all come through here."""

import hashlib
import uuid
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from clips.access import clip_for
from common.errors import AppError, Conflict, InvalidInput, NotFound
from common.owned import lock_owner
from common.undo import UNDO_WITHIN
from profiles.avatars import square_webp
from profiles.cleaning import clean_fields, clean_id
from profiles.models import NAME_MAX_CHARACTERS, Avatar, Profile, Sample
from profiles.samples.hearing import start_listening
from profiles.samples.services import refer_to
from profiles.usage import let_go
from speech.names import folded

PROFILES_AT_MOST = 200
COPIED = (
    *("note", "backend", "model", "voice", "language", "speed", "format", "blend", "effects", "lexicon"),
    *("seed", "match"),
)


def create_profile(*, owner: Any, reference_audio_id: Any = None, **fields: Any) -> Profile:
    """Everything wrong with it is raised before there is a row. A clip of one's own becomes its sample."""
    columns = clean_fields(owner, **fields)
    is_default = columns.pop("is_default", False)
    with transaction.atomic():
        _require_room_for_one_more(owner)
        profile = _saved(Profile(owner=owner, **columns))
        _refer(profile, reference_audio_id)
        return make_default(profile=profile) if is_default else profile


def update_profile(*, profile: Profile, reference_audio_id: Any = None, **fields: Any) -> Profile:
    """What is left out stays; None is its default. The whole is judged before any of it is written."""
    with transaction.atomic():
        lock_owner(profile.owner_id)
        locked = _locked(profile)
        columns = clean_fields(locked.owner, before=locked, **fields)
        is_default = columns.pop("is_default", locked.is_default)
        for name, value in columns.items():
            setattr(locked, name, value)
        _saved(locked)
        _refer(locked, reference_audio_id)
        if is_default != locked.is_default:
            return make_default(profile=locked) if is_default else _undefaulted(locked)
    return locked


def make_default(*, profile: Profile) -> Profile:
    """The one before is none any more."""
    with transaction.atomic():
        lock_owner(profile.owner_id)
        locked = _locked(profile)
        before = Profile.objects.filter(owner=locked.owner, is_default=True).exclude(pk=locked.pk)
        before.update(is_default=False, updated_at=timezone.now())
        locked.is_default = True
        locked.save(update_fields=["is_default", "updated_at"])
    return locked


def duplicate(*, profile: Profile) -> Profile:
    """With its samples and its picture, under a name of its own; it is not the default."""
    with transaction.atomic():
        _require_room_for_one_more(profile.owner)
        source = _locked(profile)
        name = free_name(source.owner, source.name, ending=" copy")
        copied = {field: getattr(source, field) for field in COPIED}
        copy = _saved(Profile(owner=source.owner, name=name, name_folded=folded(name), **copied))
        for avatar in Avatar.objects.filter(profile=source):
            _copy_into(copy, avatar)
        for sample in source.samples.select_related("clip", "owner"):
            _copy_into(copy, sample)
            if not sample.transcript:  # the job under way, if there is one, writes into the source's
                start_listening(sample=sample)
    return copy


def _copy_into(profile: Profile, part: Avatar | Sample) -> None:
    part.pk, part.profile, part._state.adding = uuid.uuid4(), profile, True
    part.save(force_insert=True)


def free_name(owner: Any, wanted: str, *, ending: str = "") -> str:
    """`Narrator`, or where there is one `Narrator 2`. Whoever takes it in the same transaction has it."""
    taken = set(Profile.objects.filter(owner=owner, deleted_at=None).values_list("name_folded", flat=True))
    for number in range(1, PROFILES_AT_MOST + 2):
        numbered = f"{ending} {number}" if number > 1 else ending
        name = wanted[: NAME_MAX_CHARACTERS - len(numbered)].rstrip() + numbered
        if folded(name) not in taken:
            return name
    raise Conflict("There are too many profiles of this name. Give one another name first.", param="name")


def discard(*, profile: Profile) -> None:
    """Out of sight at once; `restore` brings it back until it is purged. Then there is no default."""
    with transaction.atomic():
        locked = _locked(profile)
        Profile.objects.filter(pk=locked.pk).update(deleted_at=timezone.now(), is_default=False)


def restore(*, profile: Profile) -> Profile:
    with transaction.atomic():
        lock_owner(profile.owner_id)
        discarded = Profile.objects.select_for_update().filter(pk=profile.pk).first()
        if discarded is None:
            raise NotFound("This voice profile is gone for good.")
        if discarded.deleted_at is not None:
            _require_room_for_one_more(discarded.owner)
            discarded.deleted_at = None
            _saved(discarded)
    return discarded


def delete_profile(*, profile: Profile) -> None:
    """For good, with its samples and its picture. What was spoken with it stays, and keeps its name."""
    let_go(profile)
    with transaction.atomic():
        locked = Profile.objects.select_for_update().filter(pk=profile.pk).first()
        if locked is None:
            raise NotFound("There is no such voice profile.")
        locked.delete()


def purge_discarded() -> int:
    """Deletes for good what was discarded and not brought back."""
    count = 0
    for profile in Profile.objects.filter(deleted_at__lt=timezone.now() - UNDO_WITHIN):
        let_go(profile)
        with transaction.atomic():
            late = Profile.objects.select_for_update().filter(pk=profile.pk).exclude(deleted_at=None).first()
            if late is not None:
                late.delete()
                count += 1
    return count


def set_avatar(*, profile: Profile, file: File) -> Avatar:
    """The picture that was sent is made anew: nothing of the file itself is kept."""
    return keep_avatar(profile=profile, image=square_webp(file))


def keep_avatar(*, profile: Profile, image: bytes) -> Avatar:
    """One that `square_webp` made: before a transaction that others wait for, a picture may take a second."""
    with transaction.atomic():
        locked = _locked(profile)
        Avatar.objects.filter(profile=locked).delete()
        digest = hashlib.sha256(image).hexdigest()
        avatar = Avatar.objects.create(owner=locked.owner, profile=locked, image=image, sha256=digest)
        _touch(locked)
    return avatar


def remove_avatar(*, profile: Profile) -> None:
    with transaction.atomic():
        locked = _locked(profile)
        if not Avatar.objects.filter(profile=locked).delete()[0]:
            raise NotFound("This profile has no picture.")
        _touch(locked)


def _touch(locked: Profile) -> None:
    locked.save(update_fields=["updated_at"])


def _refer(profile: Profile, clip_id: Any) -> None:
    """Sent again, it is the sample that it was."""
    if clip_id is None:
        return
    try:
        clip = clip_for(profile.owner, clean_id(clip_id, param="reference_audio_id"))
        if not profile.samples.filter(clip=clip).exists():
            refer_to(profile=profile, clip=clip)
    except AppError as error:
        error.param = "reference_audio_id"
        raise


def _undefaulted(locked: Profile) -> Profile:
    locked.is_default = False
    locked.save(update_fields=["is_default", "updated_at"])
    return locked


def _saved(profile: Profile) -> Profile:
    try:
        with transaction.atomic():
            profile.save()
    except IntegrityError:
        raise Conflict(
            f"You have a profile called “{profile.name}” already. Choose another name.",
            param="name",
            code="name_taken",
        ) from None
    return profile


def _locked(profile: Profile) -> Profile:
    locked = Profile.objects.select_for_update().filter(pk=profile.pk, deleted_at=None).first()
    if locked is None:
        raise NotFound("There is no such voice profile.")
    return locked


def _require_room_for_one_more(owner: Any) -> None:
    lock_owner(owner.pk)
    if Profile.objects.for_user(owner).filter(deleted_at=None).count() >= PROFILES_AT_MOST:
        raise InvalidInput(
            f"A person has {PROFILES_AT_MOST} voice profiles at most. Delete one first.",
            code="too_many_profiles",
        )
