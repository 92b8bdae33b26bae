"""Archives of profiles made by hand, whole and hostile."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import audio_files

SAMPLE = audio_files.wav(1.5, rate=8000)
SAMPLE_NAME = "samples/01.wav"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def about_sample(data: bytes = SAMPLE, **fields: Any) -> dict[str, Any]:
    return {"file": SAMPLE_NAME, "sha256": digest(data), "transcript": "Hello there.", **fields}


def manifest(*, samples: list[dict[str, Any]] | None = None, **profile: Any) -> dict[str, Any]:
    return {
        "format": "voicesite-profile",
        "version": 1,
        "written_by": "voicesite 0.1.0",
        "profile": {"name": "Narrator", "backend": "fake", "voice": "low", **profile},
        "samples": [about_sample()] if samples is None else samples,
    }


def archive(
    about: Any = None, members: Iterable[tuple[str | zipfile.ZipInfo, bytes]] | None = None, **options: Any
) -> bytes:
    """`about` is its manifest, or the bytes in its place; `members` are beside it."""
    about = manifest() if about is None else about
    data = about if isinstance(about, bytes) else json.dumps(about).encode()
    members = [(SAMPLE_NAME, SAMPLE)] if members is None else members
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **options) as packed:
        packed.writestr("manifest.json", data)
        for name, content in members:
            packed.writestr(name, content)
    return out.getvalue()


def upload(data: bytes, name: str = "narrator.zip") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/zip")
