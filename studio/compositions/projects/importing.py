"""A project into a composition with its sounds: all of it, or nothing."""

import zipfile
from collections.abc import Container
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.template.defaultfilters import filesizeformat

from clips import space
from clips.models import Clip
from clips.services import store_together
from common.errors import InvalidInput
from speech.archives.manifests import MANIFEST, read_json, require_storable
from speech.archives.unpacking import OpenPack
from studio.compositions.projects.limits import MANIFEST_MAX_BYTES, pack_limits, project_max_bytes
from studio.compositions.projects.manifest import (
    FOLDER,
    REFUSALS,
    PackedClip,
    Project,
    belongs,
    read_manifest,
    read_project,
)
from studio.compositions.queries import clips_named
from studio.compositions.resolving import resolved
from studio.compositions.services import make, require_room_for_one_more
from studio.compositions.timeline import Source, Timeline, TimelineRegion, clip_ids_of, require_fits
from studio.models import Composition

ZIP_SIGN = b"PK"


@dataclass(frozen=True)
class Imported:
    composition: Composition
    warnings: list[str]


def import_file(*, owner: Any, file: Any) -> Imported:
    """A ZIP with its sounds, or the JSON of one whose sounds are its owner's."""
    sent = _required(file)
    if _begins_as_zip(sent):
        return _import_archive(owner, sent)
    if sent.size > MANIFEST_MAX_BYTES:
        raise REFUSALS.wrong("This is neither a ZIP nor the JSON of a composition.")
    given = read_json(sent.read(), refusals=REFUSALS)
    require_storable(given, refusals=REFUSALS)
    return import_json(owner=owner, given=given)


def import_json(*, owner: Any, given: Any) -> Imported:
    """Sources and clips are its owner's, or it is refused by the place of the first that is not."""
    project = read_project(given)
    with transaction.atomic():
        require_room_for_one_more(owner)
        timeline = resolved(project.timeline, owner=owner, rate_hz=project.rate_hz, known=set())
        return Imported(make(Composition(owner=owner, **project.columns), timeline), [])


def _required(file: Any) -> File:
    if not isinstance(file, File):
        raise InvalidInput(
            "Send the project as the part “file” of a multipart form.", param="file", code="missing_file"
        )
    if file.size > project_max_bytes():
        most = filesizeformat(project_max_bytes())
        raise REFUSALS.too_large(f"This project is larger than {most}, the most that is taken.")
    return file


def _begins_as_zip(file: IO[bytes]) -> bool:
    file.seek(0)
    begins = file.read(len(ZIP_SIGN)) == ZIP_SIGN
    file.seek(0)
    return begins


def _import_archive(owner: Any, file: IO[bytes]) -> Imported:
    pack = OpenPack(file, pack_limits(), refusals=REFUSALS, belongs=belongs)
    project = read_manifest(pack.whole(MANIFEST, most_bytes=MANIFEST_MAX_BYTES))
    most = settings.CONFIG.upload_max_bytes
    members = [(clip, pack.member(clip.file, most_bytes=most)) for clip in project.clips]
    _require_all_named(pack, project)
    needed = sum(member.file_size for _, member in members)
    space.require_quota(owner=owner, bytes_needed=needed)
    space.require_disk(bytes_needed=2 * needed)  # storing may copy what is unpacked
    return _stored(owner, project, pack, members)


def _require_all_named(pack: OpenPack, project: Project) -> None:
    files = [clip.file for clip in project.clips]
    if len(set(files)) < len(files) or len({clip.clip_id for clip in project.clips}) < len(files):
        raise REFUSALS.broken("one of its clips is named twice")
    pack.require_all_named({MANIFEST, FOLDER, *files})


def _stored(
    owner: Any, project: Project, pack: OpenPack, members: list[tuple[PackedClip, zipfile.ZipInfo]]
) -> Imported:
    made: list[Imported] = []

    def make_with(clips: list[Clip]) -> None:
        new = {packed.clip_id: clip for packed, clip in zip(project.clips, clips, strict=True)}
        made.append(_made(owner, project, new))

    with ExitStack() as files:
        sounds = [(pack.unpacked(member, packed.sha256, files), packed.title) for packed, member in members]
        if sounds:
            store_together(owner=owner, files=sounds, on_stored=make_with)
        else:
            with transaction.atomic():
                make_with([])
    return made[0]


def _made(owner: Any, project: Project, new: dict[UUID, Clip]) -> Imported:
    """In the transaction that makes the clips' rows."""
    require_room_for_one_more(owner)
    timeline = _with_clips(project.timeline, new)
    there = clips_named(owner.pk, clip_ids_of(timeline))
    seconds = {pk: clip.duration_seconds for pk, clip in there.items()}
    require_fits(timeline, seconds, rate_hz=project.rate_hz)
    composition = make(Composition(owner=owner, **project.columns), timeline)
    return Imported(composition, _warnings(timeline, there))


def _with_clips(timeline: Timeline, new: dict[UUID, Clip]) -> Timeline:
    """What came along is heard from now on; what did not is left as it was, and marked as gone."""

    def with_clip(region: TimelineRegion) -> TimelineRegion:
        clip = new.get(region.clip_id) if region.clip_id else None
        if clip is None:
            return region if region.clip_id else replace(region, clip_id=region.source.id)
        return replace(region, source=Source("upload", clip.pk), clip_id=clip.pk)

    tracks = (
        replace(track, regions=tuple(with_clip(region) for region in track.regions))
        for track in timeline.tracks
    )
    return replace(timeline, tracks=tuple(tracks))


def _warnings(timeline: Timeline, there: Container[UUID | None]) -> list[str]:
    return [
        f"The sound of “{region.name or region.id}” did not come along. The region is kept without it."
        for region in timeline.regions
        if region.clip_id not in there
    ]
