"""Small builders for profiles and their samples."""

from typing import Any

from django.core.files.base import ContentFile

from profiles.models import Profile, Sample
from profiles.samples.services import add_sample
from tests import audio_files


def make_profile(owner: Any, name: str = "Ada", **fields: Any) -> Profile:
    usual = {"backend": "espeak", "voice": "en-gb", "language": "en"}
    return Profile.objects.create(owner=owner, name=name, name_folded=name.casefold(), **usual | fields)


def recording(seconds: float = 2.0, *, name: str = "ada.wav", data: bytes | None = None) -> ContentFile:
    return ContentFile(audio_files.wav(seconds, rate=16_000) if data is None else data, name=name)


def make_sample(profile: Profile, **fields: Any) -> Sample:
    if "clip" not in fields:
        fields.setdefault("file", recording())
    return add_sample(profile=profile, **fields)
