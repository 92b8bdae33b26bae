"""`/api/composer/render`: sounds with their places, in seconds, as a composition."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from common.errors import AppError, InvalidInput
from speech.mixing.mix import LOUDEST_VOLUME
from studio.compositions.cleaning import clean_fields
from studio.compositions.rendering.asking import MixAsked
from studio.compositions.timeline import MOST_TRACKS, Kind
from studio.compositions.timeline.fields import list_of, number_in, object_of, uuid_in, within
from studio.compositions.timeline.limits import MOST_SECONDS

ASKED = ("format", "sample_rate", "stems", "master")
SENT = ("name", *ASKED, "tracks")
KIND_OF: Mapping[str, Kind] = {
    "clip_id": "upload",
    "history_id": "history",
    "turn_id": "turn",
    "composition_id": "composition",
}
OF_TRACK = ("name", "volume", "pan", "muted", "solo", "effects")
TRACK_SENT = (*KIND_OF, "offset_s", *OF_TRACK)
PATHS = ("output_path", "source_path")
_IN_REGION = re.compile(r"tracks\[(\d+)\]\.regions\[0\]\.(.+)")


@dataclass(frozen=True)
class OneShot:
    name: str
    rate_hz: int
    timeline: dict[str, Any]
    asked: MixAsked


def read_one_shot(payload: Any) -> OneShot:
    """What is wrong within a track is named by its place; its values are judged with the timeline's."""
    _refuse_paths(payload, "")
    given = object_of(payload, "", of="request", names=SENT)
    rate_hz = _rate_of(given)
    asked = MixAsked.read({name: given.get(name) for name in ASKED if name != "sample_rate"})
    name = clean_fields({"name": given.get("name")})["name"]
    tracks = list_of(given.get("tracks"), "tracks", of="tracks", most=MOST_TRACKS)
    read = [_track(each, number, rate_hz) for number, each in enumerate(tracks)]
    return OneShot(name, rate_hz, {"tracks": read, "master": given.get("master")}, asked)


@contextmanager
def told_as_sent(payload: Any) -> Iterator[None]:
    """What is wrong with a region that was made of a track is wrong with that track."""
    try:
        yield
    except AppError as error:
        if found := _IN_REGION.fullmatch(error.param or ""):
            number, name = int(found[1]), found[2]
            sent = next(key for key in KIND_OF if payload["tracks"][number].get(key) is not None)
            error.param = f"tracks[{number}].{sent if name.startswith('source') else 'offset_s'}"
        raise


def _rate_of(given: Mapping[str, Any]) -> int:
    try:
        return int(clean_fields({"sample_rate_hz": given.get("sample_rate")})["sample_rate_hz"])
    except InvalidInput as error:
        error.param = "sample_rate"
        raise


def _track(value: Any, number: int, rate_hz: int) -> dict[str, Any]:
    at = f"tracks[{number}]"
    _refuse_paths(value, at)
    given = object_of(value, at, of="track", names=TRACK_SENT)
    offset_s = number_in(given, "offset_s", at, (0, MOST_SECONDS), default=0)
    region = {
        "id": f"r{number + 1}",
        "source": _source(given, at),
        "offset_frames": round(offset_s * rate_hz),
    }
    return {
        "id": f"t{number + 1}",
        **{name: given[name] for name in OF_TRACK if name in given},
        "volume": number_in(given, "volume", at, (0, LOUDEST_VOLUME), default=1),
        "regions": [region],
    }


def _source(given: Mapping[str, Any], at: str) -> dict[str, str]:
    sent = [name for name in KIND_OF if given.get(name) is not None]
    if len(sent) != 1:
        raise InvalidInput(
            f"Send one of {', '.join(KIND_OF)} for each track.", param=at, code="one_source_needed"
        )
    return {"kind": KIND_OF[sent[0]], "id": str(uuid_in(given, sent[0], at))}


def _refuse_paths(value: Any, at: str) -> None:
    if not isinstance(value, Mapping):
        return
    for name in PATHS:
        if name in value:
            raise InvalidInput(
                f"Paths on the server are neither taken nor told. Send {', '.join(KIND_OF)} for what is "
                "to be heard; the answer has a download_url.",
                param=within(at, name),
                code="paths_not_taken",
            )
