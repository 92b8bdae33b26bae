"""What of a mix a browser can't make: tracks with effects or that go down under another, and the master's
effects and loudness. Each is made as a stem, known by everything that decides how it sounds.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace

from speech.effects import Effect
from speech.mixing.mix import Mix, Track
from speech.mixing.tracks import heard_tracks

VERSION = 1
MASTER = "master"


@dataclass(frozen=True)
class Wet:
    """`mix` is what is made. Of a track: it alone, before its volume and pan, and what it goes down under."""

    item: str  # the track's id, or MASTER
    is_track: bool
    mix: Mix

    @property
    def digest(self) -> str:
        said = json.dumps([VERSION, self.item, self.is_track, asdict(self.mix)], sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest()


def wet_parts(mix: Mix) -> Iterator[Wet]:
    heard = {track.id: track for track in heard_tracks(mix.tracks)}
    for track in heard.values():
        above = list(_above(track, heard))
        if above or any_on(track.effects):
            yield Wet(track.id, True, Mix(mix.rate_hz, [_alone(track, above), *above]))
    if any_on(mix.master.effects) or mix.master.target_lufs is not None:
        yield Wet(MASTER, False, replace(mix, tracks=list(heard.values())))


def any_on(effects: Iterable[Effect]) -> bool:
    return any(effect.is_on for effect in effects)


def _above(track: Track, heard: dict[str, Track]) -> Iterator[Track]:
    """What it goes down under, what that goes down under, and so on. They are in no circle."""
    while track.duck is not None and track.duck.under in heard:
        track = heard[track.duck.under]
        yield replace(track, is_solo=False, duck=track.duck if _is_heeded(track, heard) else None)


def _is_heeded(track: Track, heard: dict[str, Track]) -> bool:
    return track.duck is not None and track.duck.under in heard


def _alone(track: Track, above: list[Track]) -> Track:
    return replace(track, volume=1.0, pan=0.0, is_solo=False, duck=track.duck if above else None)
