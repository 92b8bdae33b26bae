"""A timeline out of JSON: the one validator of every door."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from common.errors import InvalidInput
from speech.effect_chains import kept_chain, require_effects_enabled
from speech.effects import Effect
from speech.mixing.mix import CURVES, LOUDEST_VOLUME, Duck, Fade, Master
from studio.compositions.timeline.document import KINDS, Source, Timeline, TimelineRegion, TimelineTrack
from studio.compositions.timeline.fields import (
    frames_in,
    id_in,
    list_of,
    number_in,
    object_of,
    one_of,
    text_in,
    truth_in,
    uuid_in,
    within,
)
from studio.compositions.timeline.limits import (
    CEILINGS_DB,
    DUCK_DEPTHS_DB,
    DUCK_SECONDS,
    DUCK_THRESHOLDS_DB,
    MOST_REGIONS,
    MOST_TRACKS,
    PANS,
    most_frames,
)
from studio.models import LOUDEST_LUFS, QUIETEST_LUFS

DEFAULT_RATE_HZ = 48_000
VOLUMES = (0.0, LOUDEST_VOLUME)
TIMELINE = ("tracks", "master")
TRACK = ("id", "name", "volume", "pan", "muted", "solo", "effects", "duck", "regions")
REGION = (
    *("id", "name", "source", "clip_id", "offset_frames", "trim_start_frames", "trim_end_frames"),
    *("loop_frames", "volume", "pan", "muted", "fade_in", "fade_out"),
)
SOURCE = ("kind", "id")
FADE = ("frames", "curve")
DUCK = ("under", "depth_db", "attack_seconds", "release_seconds", "threshold_db")
MASTER = ("volume", "effects", "target_lufs", "ceiling_db")

Chain = tuple[Effect, ...]


def read_timeline(
    value: object, *, rate_hz: int = DEFAULT_RATE_HZ, before: Timeline | None = None
) -> Timeline:
    """What somebody sends. `before`: what there was; to keep its effects is no matter of whether effects are
    turned on."""
    known = [before.master.effects, *(track.effects for track in before.tracks)] if before else []
    return _Reader(rate_hz, known).timeline(value)


def kept_timeline(value: object, *, rate_hz: int = DEFAULT_RATE_HZ) -> Timeline:
    """What was read before, and is stored."""
    return _Reader(rate_hz, _Everything()).timeline(value)


def read_master(value: object, *, is_kept: bool = False) -> Master:
    """One that is sent by itself."""
    known: Container[Chain] = _Everything() if is_kept else ()
    return _Reader(DEFAULT_RATE_HZ, known).master(value)


class _Everything:
    def __contains__(self, _: object) -> bool:
        return True


@dataclass
class _Reader:
    rate_hz: int
    known_chains: Container[Chain]
    ids: dict[str, str] = field(default_factory=dict)
    regions: int = 0

    def timeline(self, value: object) -> Timeline:
        given = object_of(value, "", of="timeline", names=TIMELINE)
        tracks = list_of(given.get("tracks"), "tracks", of="tracks", most=MOST_TRACKS)
        read = tuple(self._track(each, f"tracks[{number}]") for number, each in enumerate(tracks))
        _require_ducks(read)
        return Timeline(read, self.master(_or_empty(given, "master"), "master"))

    def _track(self, value: object, at: str) -> TimelineTrack:
        given = object_of(value, at, of="track", names=TRACK)
        return TimelineTrack(
            id=self._own_id(given, at),
            name=text_in(given, "name", at),
            volume=number_in(given, "volume", at, VOLUMES, default=1.0),
            pan=number_in(given, "pan", at, PANS, default=0.0),
            is_muted=truth_in(given, "muted", at),
            is_solo=truth_in(given, "solo", at),
            effects=self._chain(given.get("effects"), within(at, "effects")),
            duck=_optional(given, "duck", at, _duck),
            regions=self._regions(given.get("regions"), within(at, "regions")),
        )

    def _regions(self, value: object, at: str) -> tuple[TimelineRegion, ...]:
        regions = list_of(value, at, of="regions", most=MOST_REGIONS)
        self.regions += len(regions)
        if self.regions > MOST_REGIONS:
            raise InvalidInput(
                f"A composition has {MOST_REGIONS:,} regions at most, over all its tracks.",
                param=at,
                code="too_many_regions",
            )
        return tuple(self._region(each, f"{at}[{number}]") for number, each in enumerate(regions))

    def _region(self, value: object, at: str) -> TimelineRegion:
        given = object_of(value, at, of="region", names=REGION)
        most = most_frames(self.rate_hz)
        region = TimelineRegion(
            id=self._own_id(given, at),
            name=text_in(given, "name", at),
            source=_source(given.get("source"), within(at, "source")),
            clip_id=None if given.get("clip_id") is None else uuid_in(given, "clip_id", at),
            offset_frames=frames_in(given, "offset_frames", at, most=most),
            trim_start_frames=frames_in(given, "trim_start_frames", at, most=most),
            trim_end_frames=_optional_frames(given, "trim_end_frames", at, most),
            loop_frames=_optional_frames(given, "loop_frames", at, most),
            volume=number_in(given, "volume", at, VOLUMES, default=1.0),
            pan=number_in(given, "pan", at, PANS, default=0.0),
            is_muted=truth_in(given, "muted", at),
            fade_in=_fade(_or_empty(given, "fade_in"), within(at, "fade_in"), most),
            fade_out=_fade(_or_empty(given, "fade_out"), within(at, "fade_out"), most),
        )
        _require_trims_in_order(region, at)
        return region

    def master(self, value: object, at: str = "master") -> Master:
        given = object_of(value, at, of="master", names=MASTER)
        target = given.get("target_lufs")
        loudness = (QUIETEST_LUFS, LOUDEST_LUFS)
        return Master(
            volume=number_in(given, "volume", at, VOLUMES, default=1.0),
            effects=self._chain(given.get("effects"), within(at, "effects")),
            target_lufs=None if target is None else number_in(given, "target_lufs", at, loudness, default=0),
            ceiling_db=number_in(given, "ceiling_db", at, CEILINGS_DB, default=-1.0),
        )

    def _chain(self, value: object, at: str) -> Chain:
        chain = kept_chain(value, at=at)
        if chain not in self.known_chains:
            require_effects_enabled(chain, at=at)
        return chain

    def _own_id(self, given: Mapping[str, Any], at: str) -> str:
        own = id_in(given, "id", at)
        if first := self.ids.get(own):
            raise InvalidInput(
                f"The id “{own}” is that of {first} already.", param=within(at, "id"), code="duplicate_id"
            )
        self.ids[own] = at
        return own


def _source(value: object, at: str) -> Source:
    given = object_of(value, at, of="source", names=SOURCE)
    return Source(one_of(given, "kind", at, KINDS), uuid_in(given, "id", at))


def _fade(value: object, at: str, most: int) -> Fade:
    given = object_of(value, at, of="fade", names=FADE)
    curve = one_of({"curve": Fade().curve, **given}, "curve", at, CURVES)
    return Fade(frames_in(given, "frames", at, most=most), curve)


def _duck(value: object, at: str) -> Duck:
    given = object_of(value, at, of="duck", names=DUCK)
    return Duck(
        under=id_in(given, "under", at),
        depth_db=number_in(given, "depth_db", at, DUCK_DEPTHS_DB, default=Duck.depth_db),
        attack_seconds=number_in(given, "attack_seconds", at, DUCK_SECONDS, default=Duck.attack_seconds),
        release_seconds=number_in(given, "release_seconds", at, DUCK_SECONDS, default=Duck.release_seconds),
        threshold_db=number_in(given, "threshold_db", at, DUCK_THRESHOLDS_DB, default=Duck.threshold_db),
    )


def _or_empty(given: Mapping[str, Any], name: str) -> object:
    value = given.get(name)
    return {} if value is None else value


def _optional(given: Mapping[str, Any], name: str, at: str, read: Callable[[object, str], Any]) -> Any:
    value = given.get(name)
    return None if value is None else read(value, within(at, name))


def _optional_frames(given: Mapping[str, Any], name: str, at: str, most: int) -> int | None:
    return None if given.get(name) is None else frames_in(given, name, at, least=1, most=most)


def _require_trims_in_order(region: TimelineRegion, at: str) -> None:
    end = region.trim_end_frames
    if end is not None and end <= region.trim_start_frames:
        raise InvalidInput(
            f"trim_end_frames must lie behind trim_start_frames, {region.trim_start_frames:,}.",
            param=within(at, "trim_end_frames"),
        )


def _require_ducks(tracks: Iterable[TimelineTrack]) -> None:
    under = {track.id: track.duck.under for track in tracks if track.duck}
    places = {track.id: f"tracks[{number}].duck.under" for number, track in enumerate(tracks)}
    for track_id, over in under.items():
        if over not in places:
            raise InvalidInput(f"There is no track “{over}” to go under.", param=places[track_id])
        if _leads_back(track_id, under):
            raise InvalidInput(
                "A track can't go under itself, nor tracks under each other in a circle.",
                param=places[track_id],
                code="ducks_in_a_circle",
            )


def _leads_back(track_id: str, under: Mapping[str, str]) -> bool:
    seen, at = {track_id}, under.get(track_id)
    while at is not None and at not in seen:
        seen.add(at)
        at = under.get(at)
    return at == track_id
