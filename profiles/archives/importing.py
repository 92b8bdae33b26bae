"""An archive into a profile with its samples and its picture: all of it, or nothing."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.files import File
from django.template.defaultfilters import filesizeformat

from clips import space
from clips.models import Clip
from clips.services import store_together
from common.errors import AppError, InvalidInput, NotFound
from profiles.archives.limits import archive_max_bytes
from profiles.archives.refusals import too_large, wrong
from profiles.archives.unpacking import OpenArchive, PackedSample
from profiles.avatars import square_webp
from profiles.cleaning import clean_fields
from profiles.matching.outcomes import read_outcome
from profiles.models import Profile, Sample
from profiles.samples.changes import clean_changes, clean_transcript
from profiles.samples.hearing import start_listening
from profiles.samples.limits import LONGEST_SECONDS
from profiles.samples.services import MEASURED_AT_ONCE_SECONDS, measured_if_short
from profiles.samples.sound import seconds_of
from profiles.services import create_profile, free_name, keep_avatar
from speech.catalogue import engine_if_here, engine_title
from speech.lexicons.access import lexicon_for

CHANGED = ("trim_start_seconds", "trim_end_seconds", "is_enabled", "is_denoised")
NOT_TAKEN = ("lexicon_id", "lexicon_name", "match")


@dataclass(frozen=True)
class Imported:
    profile: Profile
    warnings: list[str]


def import_profile(*, owner: Any, file: Any) -> Imported:
    archive = OpenArchive(_required(file))
    warnings: list[str] = []
    fields = _fields(archive, owner, warnings)
    avatar = _avatar(archive)
    space.require_quota(owner=owner, bytes_needed=archive.samples_bytes)
    space.require_disk(bytes_needed=2 * archive.samples_bytes)  # storing may copy what is unpacked
    made: list[Profile] = []

    def make(clips: list[Clip]) -> None:
        made.append(_made(owner, fields, archive.samples, clips, avatar))

    with archive.unpacked() as files:
        titles = (sample.about["title"] for sample in archive.samples)
        store_together(
            owner=owner,
            files=list(zip(files, titles, strict=True)),
            most_seconds=LONGEST_SECONDS,
            on_stored=make,
        )
    _measure(made[0])
    return Imported(made[0], warnings)


def _required(file: Any) -> File:
    if not isinstance(file, File):
        raise InvalidInput(
            "Send the archive as the part “file” of a multipart form.", param="file", code="missing_file"
        )
    if file.size > archive_max_bytes():
        most = filesizeformat(archive_max_bytes())
        raise too_large(f"This archive is larger than {most}, the most that is taken.")
    return file


def _fields(archive: OpenArchive, owner: Any, warnings: list[str]) -> dict[str, Any]:
    """As `create_profile` takes them, judged before anything is unpacked."""
    given = archive.profile
    fields = {name: value for name, value in given.items() if name not in NOT_TAKEN}
    fields["lexicon_id"] = _lexicon_id(given, owner, warnings)
    fields["match"] = read_outcome(given["match"]) if "match" in given else {}
    _require_engine(given)
    try:
        # As it will be stored: only of that can be said whether it is taken.
        fields["name"] = clean_fields(owner, **fields)["name"]
    except AppError as error:
        raise wrong(f"This profile can't be spoken here: {error.message}", code=error.code) from None
    return fields


def _require_engine(given: dict[str, Any]) -> None:
    name = given["backend"]
    if engine_if_here(name) is None:
        raise wrong(
            f"This profile speaks with {engine_title(name)[:40]} (voice {given['voice'][:80]}), "
            "which is not on this server. Its administrator may be able to add it on the Models page.",
            code="engine_unavailable",
        )


def _avatar(archive: OpenArchive) -> bytes | None:
    """Made small before anybody waits for it; a strange picture is refused here."""
    sent = archive.avatar()
    return None if sent is None else square_webp(sent)


def _lexicon_id(given: dict[str, Any], owner: Any, warnings: list[str]) -> uuid.UUID | None:
    lexicon_id: uuid.UUID | None = given.get("lexicon_id")
    if lexicon_id is None:
        return None
    try:
        return lexicon_for(owner, lexicon_id).pk
    except NotFound:
        name = given.get("lexicon_name")
        warnings.append(
            f"Its lexicon{f' “{name}”' if name else ''} is not among yours, so the profile has none. "
            "Import that too, and choose it."
        )
        return None


def _made(
    owner: Any, fields: dict[str, Any], samples: list[PackedSample], clips: list[Clip], avatar: bytes | None
) -> Profile:
    """In the transaction that makes the clips' rows: it has locked their owner, so two don't get one name."""
    profile = create_profile(owner=owner, **{**fields, "name": free_name(owner, fields["name"])})
    for position, (sample, clip) in enumerate(zip(samples, clips, strict=True), start=1):
        _make_sample(profile, position, clip, sample.about)
    if avatar is not None:
        keep_avatar(profile=profile, image=avatar)
    return profile


def _make_sample(profile: Profile, position: int, clip: Clip, about: dict[str, Any]) -> None:
    """Measured later: nobody else's writing waits for that."""
    try:
        sample = Sample(
            owner=profile.owner,
            profile=profile,
            clip=clip,
            position=position,
            transcript=clean_transcript(about["transcript"]),
            is_transcript_edited=about["is_transcript_edited"],
        )
        changes = {"language": about["language"], "trim_end_seconds": None, **_given(about, *CHANGED)}
        for name, value in clean_changes(sample, changes).items():
            setattr(sample, name, value)
    except AppError as error:
        raise wrong(f"{about['file']} can't be a sample: {error.message}", code=error.code) from None
    sample.save()
    if not sample.transcript or seconds_of(sample) > MEASURED_AT_ONCE_SECONDS:
        start_listening(sample=sample)


def _given(about: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: about[name] for name in names if name in about}


def _measure(profile: Profile) -> None:
    """The short ones; the others' jobs do it."""
    for sample in profile.samples.select_related("clip"):
        measured_if_short(sample)
