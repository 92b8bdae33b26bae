"""One track at work: what is heard of it, block by block."""

from collections.abc import Mapping, Sequence

import numpy as np

from speech.effects import Effect
from speech.mixing.bus import Block, Bus
from speech.mixing.ducking import Ducker
from speech.mixing.gains import Sides, sides
from speech.mixing.lanes import EffectedLane, Lane
from speech.mixing.levelling import streaming
from speech.mixing.mix import Region, Track
from speech.mixing.regions import RegionPlayer
from speech.mixing.sources import Sources

AS_IT_IS = Sides(1.0, 1.0)
# The effects of tracks, once what they need to know of the whole is measured.
Settled = dict[str, tuple[Effect, ...]]


def heard_tracks(tracks: Sequence[Track]) -> list[Track]:
    """Muted ones are silent, soloed or not; where any is soloed, only such are heard."""
    has_solo = any(track.is_solo for track in tracks)
    return [
        track for track in tracks if not track.is_muted and track.volume and (track.is_solo or not has_solo)
    ]


def heard_regions(track: Track) -> list[Region]:
    return [region for region in track.regions if not region.is_muted and region.volume]


class Plain:
    """Without effects, and nothing hangs on it: its regions go straight to where all tracks are added up."""

    def __init__(self, track: Track, sources: Sources) -> None:
        self._lane = Lane(_players(track, sides(track.volume, track.pan), sources))

    @property
    def end(self) -> int | None:
        """None while it goes on."""
        return self._lane.end if self._lane.is_over else None

    def add_to(self, bus: Bus | None, at: int, frames: int) -> None:
        if bus is not None:
            self._lane.add_to(bus, at, frames)

    def close(self) -> None:
        self._lane.close()


class Apart:
    """With effects, or it goes down under another, or another under it: its sum is made first.

    `heard` is what was heard of it in the last block, None where that was nothing.
    """

    def __init__(
        self, track: Track, sources: Sources, *, others: Mapping[str, "Apart"], settled: Settled
    ) -> None:
        if track.id not in settled:
            settled[track.id] = streaming(
                track.effects,
                lambda effects: _lane(track, effects, sources).blocks(),
                rate_hz=sources.rate_hz,
            )
        self._lane = _lane(track, settled[track.id], sources)
        self._gains = sides(track.volume, track.pan)
        self._ducker = Ducker(track.duck, rate_hz=sources.rate_hz) if track.duck else None
        self._above = others.get(track.duck.under) if track.duck else None
        self.heard: Block | None = None

    @property
    def end(self) -> int | None:
        return self._lane.end if self._lane.is_over else None

    def add_to(self, bus: Bus | None, at: int, frames: int) -> None:
        """Without a bus it is listened to only."""
        block = self._lane.block(at, frames)
        ramp = None
        if self._ducker is not None:
            ramp = self._ducker.ramp(self._above.heard if self._above else None, frames)
        self.heard = None if block is None else _levelled(block, self._gains, ramp)
        if self.heard is not None and bus is not None:
            bus.add(self.heard, AS_IT_IS)

    def close(self) -> None:
        self._lane.close()


def _levelled(block: Block, gains: Sides, ramp: Block | None) -> Block:
    """In its own memory."""
    if gains != AS_IT_IS:
        for side, gain in zip(block.T, gains, strict=True):
            np.multiply(side, np.float32(gain), out=side)
    if ramp is not None:
        flat = block.reshape(-1)
        np.multiply(flat, np.repeat(ramp, 2), out=flat)
    return block


def _lane(track: Track, effects: tuple[Effect, ...], sources: Sources) -> EffectedLane:
    lane = Lane(_players(track, AS_IT_IS, sources))
    return EffectedLane(lane, effects, rate_hz=sources.rate_hz, check=sources.check)


def _players(track: Track, gains: Sides, sources: Sources) -> list[RegionPlayer]:
    players = [RegionPlayer(region, gains, sources) for region in heard_regions(track)]
    return [player for player in players if not player.is_over]
