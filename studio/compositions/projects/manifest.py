"""`manifest.json` of a project: the composition, and which of its clips is which file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from common.errors import AppError
from speech.archives.manifests import MANIFEST, place, read_json, require_storable, require_version
from speech.archives.refusals import Refusals
from studio.compositions.cleaning import clean_fields
from studio.compositions.timeline import MOST_REGIONS, Timeline, as_json, read_timeline
from studio.compositions.timeline.fields import list_of, object_of, text_in, uuid_in
from studio.models import Composition

FORM = "voicesite-composition"
VERSION = 1
REFUSALS = Refusals("a composition")
NOT_ONE = "This is no project of a composition. Take one that “Export” gave you."
FOLDER = "audio/"
AUDIO = re.compile(r"audio/[0-9]{4}\.[a-z0-9]{1,5}", re.ASCII)
SHA256 = re.compile(r"[0-9a-f]{64}")
COMPOSITION = ("name", "sample_rate_hz", "tags", "timeline")
CLIP = ("clip_id", "file", "sha256", "title")


@dataclass(frozen=True)
class PackedClip:
    clip_id: UUID
    file: str
    sha256: str
    title: str


@dataclass(frozen=True)
class Project:
    columns: dict[str, Any]
    timeline: Timeline
    clips: tuple[PackedClip, ...] = ()

    @property
    def rate_hz(self) -> int:
        return int(self.columns["sample_rate_hz"])


def belongs(name: str) -> bool:
    return name in (MANIFEST, FOLDER) or AUDIO.fullmatch(name) is not None


def written(composition: Composition, timeline: Timeline) -> dict[str, Any]:
    return {
        "format": FORM,
        "version": VERSION,
        "composition": {
            "name": composition.name,
            "sample_rate_hz": composition.sample_rate_hz,
            "tags": composition.tags,
            "timeline": as_json(timeline),
        },
    }


def read_manifest(data: bytes) -> Project:
    """Of an archive: whatever is wrong is wrong with the file that was sent."""
    given = read_json(data, refusals=REFUSALS)
    require_version(given, refusals=REFUSALS, form=FORM, version=VERSION, otherwise=NOT_ONE)
    require_storable(given, refusals=REFUSALS)
    try:
        return read_project(given)
    except AppError as error:
        raise REFUSALS.broken(place(error.message, error.param)) from None


def read_project(given: Any) -> Project:
    """Of JSON by itself: what is wrong is named by its place."""
    require_version(given, refusals=REFUSALS, form=FORM, version=VERSION, otherwise=NOT_ONE)
    names = ("format", "version", "written_by", "composition", "clips")
    whole = object_of(given, "", of="project", names=names)
    composition = object_of(whole.get("composition"), "composition", of="composition", names=COMPOSITION)
    sent = {name: composition.get(name) for name in COMPOSITION if name != "timeline"}
    columns = clean_fields(sent)
    timeline = composition.get("timeline")
    read = read_timeline({} if timeline is None else timeline, rate_hz=columns["sample_rate_hz"])
    clips = list_of(whole.get("clips"), "clips", of="clips", most=MOST_REGIONS)
    return Project(columns, read, tuple(_clip(each, f"clips[{n}]") for n, each in enumerate(clips)))


def _clip(value: Any, at: str) -> PackedClip:
    given = object_of(value, at, of="clip", names=CLIP)
    return PackedClip(
        uuid_in(given, "clip_id", at),
        _like(given, "file", AUDIO, at, "a file in audio/, such as audio/0001.wav"),
        _like(given, "sha256", SHA256, at, "64 digits and small letters a to f"),
        text_in(given, "title", at),
    )


def _like(given: Mapping[str, Any], name: str, form: re.Pattern[str], at: str, allowed: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not form.fullmatch(value):
        raise REFUSALS.broken(f"{at}.{name} must be {allowed}")
    return value
