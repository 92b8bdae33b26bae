"""What a mix may hold. Whatever is refused says where it is and what is allowed."""

import math
from collections.abc import Mapping, Sequence

from speech.mixing.errors import DuckCycle, NoSuchTrack, OutOfRange, SameTrackTwice
from speech.mixing.mix import CURVES, LOUDEST_VOLUME, Duck, Fade, Master, Mix, Region, Track

LEAST_RATE_HZ, MOST_RATE_HZ = 8_000, 192_000
LONGEST_SECONDS = 7 * 24 * 3600


def check_mix(mix: Mix) -> None:
    _number(mix.rate_hz, "rate_hz", LEAST_RATE_HZ, MOST_RATE_HZ, unit=" Hz", is_whole=True)
    _check_master(mix.master)
    most_frames = LONGEST_SECONDS * mix.rate_hz
    _frames(mix.least_frames, "least_frames", 0, most_frames)
    for number, track in enumerate(mix.tracks):
        _check_track(track, f"tracks[{number}]", most_frames)
    _check_ids(mix.tracks)
    _check_ducks({track.id: track for track in mix.tracks}, mix.tracks)


def in_order(tracks: Sequence[Track]) -> list[Track]:
    """Each behind the one it goes down under. They are free of circles."""
    by_id, placed = {track.id: track for track in tracks}, dict[str, Track]()
    for track in tracks:
        above = _above(track, by_id)
        placed.update({each.id: each for each in reversed(above) if each.id not in placed})
    return list(placed.values())


def needed_for(track_id: str, tracks: Sequence[Track]) -> list[Track]:
    """What it goes down under, and what that does, before it. None where it is not among them."""
    by_id = {track.id: track for track in tracks}
    return _above(by_id[track_id], by_id)[::-1] if track_id in by_id else []


def _above(track: Track, by_id: Mapping[str, Track]) -> list[Track]:
    """The track, what it goes down under, what that goes down under, and so on: once around a circle."""
    above = [track]
    while (duck := above[-1].duck) and duck.under in by_id:
        following = by_id[duck.under]
        above.append(following)
        if following in above[:-1]:
            break
    return above


def _check_master(master: Master) -> None:
    _number(master.volume, "master.volume", 0, LOUDEST_VOLUME)
    _number(master.ceiling_db, "master.ceiling_db", -24, 0, unit=" dB")
    if master.target_lufs is not None:
        _number(master.target_lufs, "master.target_lufs", -70, -5, unit=" LUFS")


def _check_track(track: Track, at: str, most_frames: int) -> None:
    _number(track.volume, f"{at}.volume", 0, LOUDEST_VOLUME)
    _number(track.pan, f"{at}.pan", -1, 1)
    if track.duck is not None:
        _check_duck(track.duck, f"{at}.duck")
    for number, region in enumerate(track.regions):
        _check_region(region, f"{at}.regions[{number}]", most_frames)


def _check_duck(duck: Duck, at: str) -> None:
    _number(duck.depth_db, f"{at}.depth_db", 0, 120, unit=" dB")
    _number(duck.attack_seconds, f"{at}.attack_seconds", 0, 60, unit=" s")
    _number(duck.release_seconds, f"{at}.release_seconds", 0, 60, unit=" s")
    _number(duck.threshold_db, f"{at}.threshold_db", -120, 0, unit=" dB")


def _check_region(region: Region, at: str, most: int) -> None:
    _number(region.volume, f"{at}.volume", 0, LOUDEST_VOLUME)
    _number(region.pan, f"{at}.pan", -1, 1)
    _frames(region.offset_frames, f"{at}.offset_frames", 0, most)
    _frames(region.trim_start_frames, f"{at}.trim_start_frames", 0, most)
    if region.trim_end_frames is not None:
        _frames(region.trim_end_frames, f"{at}.trim_end_frames", region.trim_start_frames + 1, most)
    if region.loop_frames is not None:
        _frames(region.loop_frames, f"{at}.loop_frames", 1, most)
    _check_fade(region.fade_in, f"{at}.fade_in", most)
    _check_fade(region.fade_out, f"{at}.fade_out", most)


def _check_fade(fade: Fade, at: str, most: int) -> None:
    _frames(fade.frames, f"{at}.frames", 0, most)
    if fade.curve not in CURVES:
        raise OutOfRange(fade.curve, param=f"{at}.curve", allowed="one of " + ", ".join(CURVES))


def _check_ids(tracks: Sequence[Track]) -> None:
    seen = set[str]()
    for number, track in enumerate(tracks):
        if track.id in seen:
            raise SameTrackTwice(track.id, param=f"tracks[{number}].id")
        seen.add(track.id)


def _check_ducks(by_id: Mapping[str, Track], tracks: Sequence[Track]) -> None:
    for number, track in enumerate(tracks):
        if track.duck is None:
            continue
        param = f"tracks[{number}].duck.under"
        if track.duck.under not in by_id:
            raise NoSuchTrack(track.duck.under, param=param)
        *above, last = _above(track, by_id)
        if last in above:
            circle = above[above.index(last) :]
            raise DuckCycle(tuple(each.id for each in circle), param=param)


def _frames(value: object, param: str, least: int, most: int) -> None:
    _number(value, param, least, most, unit=" frames", is_whole=True)


def _number(
    value: object, param: str, least: float, most: float, *, unit: str = "", is_whole: bool = False
) -> None:
    kinds = (int,) if is_whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or not _is_within(value, least, most):
        kind = "a whole number, " if is_whole else ""
        raise OutOfRange(value, param=param, allowed=f"{kind}{_shown(least)} to {_shown(most)}{unit}")


def _is_within(value: float, least: float, most: float) -> bool:
    return math.isfinite(value) and least <= value <= most


def _shown(bound: float) -> str:
    return f"{int(bound):,}" if bound == int(bound) else f"{bound:g}"
