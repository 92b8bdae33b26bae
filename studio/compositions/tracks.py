"""Tracks and regions of a composition, one at a time: each change is one of the whole document."""

import secrets
from collections.abc import Mapping
from typing import Any

from common.errors import InvalidInput, NotFound
from studio.compositions.services import change_timeline
from studio.models import Composition

Document = dict[str, Any]
POSITION, TRACK_ID = "position", "track_id"


def new_id() -> str:
    return secrets.token_hex(6)


def add_track(
    *, composition: Composition, expected_revision: int | None = None, track: Mapping[str, Any]
) -> tuple[Composition, str]:
    """At the end, or at its `position`; with the regions it is sent with. And its id."""
    fields = {"id": new_id(), **_mapping(track)}

    def change(document: Document) -> None:
        _put(document["tracks"], fields)

    return _changed(composition, expected_revision, change), str(fields["id"])


def change_track(
    *,
    composition: Composition,
    expected_revision: int | None = None,
    track_id: str,
    fields: Mapping[str, Any],
) -> Composition:
    """What is left out stays. `position` moves it, from 1."""
    _require_same_id(fields, track_id)

    def change(document: Document) -> None:
        tracks = document["tracks"]
        track = _track(document, track_id)
        place = tracks.index(track)
        tracks.remove(track)
        _put(tracks, track | {POSITION: place + 1} | _mapping(fields))

    return _changed(composition, expected_revision, change)


def remove_track(
    *, composition: Composition, expected_revision: int | None = None, track_id: str
) -> Composition:
    """With its regions; what goes down under it does not any more."""

    def change(document: Document) -> None:
        document["tracks"].remove(_track(document, track_id))
        for track in document["tracks"]:
            if track["duck"] and track["duck"]["under"] == track_id:
                track["duck"] = None

    return _changed(composition, expected_revision, change)


def add_region(
    *,
    composition: Composition,
    expected_revision: int | None = None,
    track_id: str,
    region: Mapping[str, Any],
) -> tuple[Composition, str]:
    """And its id."""
    fields = {"id": new_id(), **_mapping(region)}

    def change(document: Document) -> None:
        _track(document, track_id)["regions"].append(fields)

    return _changed(composition, expected_revision, change), str(fields["id"])


def change_region(
    *,
    composition: Composition,
    expected_revision: int | None = None,
    track_id: str,
    region_id: str,
    fields: Mapping[str, Any],
) -> Composition:
    """What is left out stays; another source without a clip is heard as it is now. `track_id` moves it."""
    _require_same_id(fields, region_id)

    def change(document: Document) -> None:
        track = _track(document, track_id)
        region = _region(track, region_id)
        changed = region | _mapping(fields)
        if "source" in fields and "clip_id" not in fields:
            changed["clip_id"] = None
        to = changed.pop(TRACK_ID, track_id)
        if to == track_id:
            track["regions"][track["regions"].index(region)] = changed
        else:
            track["regions"].remove(region)
            _track(document, to, param=TRACK_ID)["regions"].append(changed)

    return _changed(composition, expected_revision, change)


def remove_region(
    *, composition: Composition, expected_revision: int | None = None, track_id: str, region_id: str
) -> Composition:
    def change(document: Document) -> None:
        track = _track(document, track_id)
        track["regions"].remove(_region(track, region_id))

    return _changed(composition, expected_revision, change)


def _changed(composition: Composition, expected_revision: int | None, change: Any) -> Composition:
    return change_timeline(composition=composition, expected_revision=expected_revision, change=change)


def _put(tracks: list[Any], fields: dict[str, Any]) -> None:
    track = dict(fields)
    position = track.pop(POSITION, len(tracks) + 1)
    if isinstance(position, bool) or not isinstance(position, int) or position < 1:
        raise InvalidInput("Send a place among the tracks, from 1.", param=POSITION)
    tracks.insert(min(position - 1, len(tracks)), track)


def _track(document: Document, track_id: Any, *, param: str | None = None) -> Document:
    return _found(document["tracks"], track_id, "There is no such track in this composition.", param)


def _region(track: Document, region_id: str) -> Document:
    return _found(track["regions"], region_id, "There is no such region on this track.", None)


def _found(rows: list[Document], row_id: Any, otherwise: str, param: str | None) -> Document:
    found = next((row for row in rows if row["id"] == row_id), None)
    if found is None:
        raise NotFound(otherwise, param=param)
    return found


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidInput("Send a JSON object.")
    return dict(value)


def _require_same_id(fields: Any, row_id: str) -> None:
    if _mapping(fields).get("id", row_id) != row_id:
        raise InvalidInput("An id stays as it is. Leave it out.", param="id")
