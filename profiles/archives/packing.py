"""A profile into an archive. The recordings are in it as they are kept: nothing is encoded anew."""

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.files import File

from clips.reading import opened
from clips.space import require_disk
from profiles.archives.manifest import FORMAT, VERSION
from profiles.archives.opening import AVATAR, MANIFEST, SAMPLES_FOLDER
from profiles.matching.outcomes import known_outcome
from profiles.models import Profile, Sample

COPIED_AT_ONCE_BYTES = 1024 * 1024
FIELDS = ("name", "note", "backend", "model", "voice", "language", "speed", "format", "effects")
OPTIONAL_FIELDS = ("blend", "seed")
SAMPLE_FIELDS = (
    *("transcript", "is_transcript_edited", "language"),
    *("trim_start_seconds", "trim_end_seconds", "is_enabled", "is_denoised"),
)
# What a ZIP says of its parts' age; the same profile gives the same bytes.
MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Packed:
    file: File
    digest: str  # of the manifest, which names everything else by its SHA-256


def pack(profile: Profile) -> Packed:
    """A file without a name, at its beginning: it goes with whoever closes it, or is killed."""
    samples = list(profile.samples.select_related("clip"))
    require_disk(bytes_needed=sum(sample.clip.bytes for sample in samples))
    file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - whoever asked closes it
    try:
        with zipfile.ZipFile(file, "w") as archive:
            manifest = _write(archive, profile, samples)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return Packed(File(file), hashlib.sha256(manifest).hexdigest())


def _write(archive: zipfile.ZipFile, profile: Profile, samples: list[Sample]) -> bytes:
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "written_by": f"voicesite {settings.SPECTACULAR_SETTINGS['VERSION']}",
        "profile": _fields(profile),
        "samples": [_pack(archive, number, sample) for number, sample in enumerate(samples, start=1)],
    }
    if avatar := getattr(profile, "avatar", None):
        digest = _copy(archive, AVATAR, io.BytesIO(bytes(avatar.image)), len(avatar.image))
        manifest["avatar"] = {"file": AVATAR, "sha256": digest}
    text = json.dumps(manifest, ensure_ascii=False, indent=1, allow_nan=False).encode()
    info = zipfile.ZipInfo(MANIFEST, MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, text)
    return text


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
        digest = _copy(archive, name, file, clip.bytes)
    about = {field: getattr(sample, field) for field in SAMPLE_FIELDS}
    return {"file": name, "sha256": digest, "title": clip.title, **about}


def _copy(archive: zipfile.ZipFile, name: str, source: IO[bytes], size_bytes: int) -> str:
    """Its SHA-256, of what was really copied."""
    info = zipfile.ZipInfo(name, MOMENT)
    info.file_size = size_bytes  # above 2 GiB a part has another heading
    digest = hashlib.sha256()
    with archive.open(info, "w") as target:
        for block in _blocks(source):
            digest.update(block)
            target.write(block)
    return digest.hexdigest()


def _blocks(source: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: source.read(COPIED_AT_ONCE_BYTES), b"")
