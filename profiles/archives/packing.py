"""A profile into an archive."""

import io
import zipfile
from typing import Any

from clips.reading import opened
from profiles.archives.manifest import FORMAT, VERSION
from profiles.archives.names import AVATAR, SAMPLES_FOLDER
from profiles.matching.outcomes import known_outcome
from profiles.models import Profile, Sample
from speech.archives.packing import Packed, copied, packed, written_by

FIELDS = ("name", "note", "backend", "model", "voice", "language", "speed", "format", "effects")
OPTIONAL_FIELDS = ("blend", "seed")
SAMPLE_FIELDS = (
    *("transcript", "is_transcript_edited", "language"),
    *("trim_start_seconds", "trim_end_seconds", "is_enabled", "is_denoised"),
)


def pack(profile: Profile) -> Packed:
    samples = list(profile.samples.select_related("clip"))
    return packed(
        lambda archive: _written(archive, profile, samples),
        bytes_needed=sum(sample.clip.bytes for sample in samples),
    )


def _written(archive: zipfile.ZipFile, profile: Profile, samples: list[Sample]) -> dict[str, Any]:
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "written_by": written_by(),
        "profile": _fields(profile),
        "samples": [_pack(archive, number, sample) for number, sample in enumerate(samples, start=1)],
    }
    if avatar := getattr(profile, "avatar", None):
        digest = copied(archive, AVATAR, io.BytesIO(bytes(avatar.image)), len(avatar.image))
        manifest["avatar"] = {"file": AVATAR, "sha256": digest}
    return manifest


def _fields(profile: Profile) -> dict[str, Any]:
    fields = {name: getattr(profile, name) for name in FIELDS}
    optional = {name: getattr(profile, name) for name in OPTIONAL_FIELDS}
    if profile.lexicon is not None:
        optional |= {"lexicon_id": str(profile.lexicon_id), "lexicon_name": profile.lexicon.name}
    match = known_outcome(profile)
    match.pop("is_likeness", None)  # whoever reads it says so in their own words
    optional["match"] = match
    return fields | {name: value for name, value in optional.items() if value not in (None, "", {})}


def _pack(archive: zipfile.ZipFile, number: int, sample: Sample) -> dict[str, Any]:
    clip = sample.clip
    name = f"{SAMPLES_FOLDER}{number:02}.{clip.suffix}"
    with opened(clip) as file:
        digest = copied(archive, name, file, clip.bytes)
    about = {field: getattr(sample, field) for field in SAMPLE_FIELDS}
    return {"file": name, "sha256": digest, "title": clip.title, **about}
