"""All tracks of a mix, added up block by block: before the master's effects, volume and limiter."""

from collections.abc import Iterator

from speech.mixing.bus import Block, Bus
from speech.mixing.checking import in_order, needed_for
from speech.mixing.ducking import step_frames
from speech.mixing.mix import Mix, Track
from speech.mixing.sources import Check, Sources
from speech.mixing.tracks import Apart, Plain, Settled, heard_tracks

BLOCK_FRAMES = 32_768  # stays in the processor's cache


class Desk:
    """For one run through the mix. With `only` there is one track in the sum; the others are what it goes
    down under."""

    def __init__(
        self,
        mix: Mix,
        sources: Sources,
        *,
        check: Check,
        settled: Settled | None = None,
        only: str | None = None,
        block_frames: int = BLOCK_FRAMES,
    ) -> None:
        step = step_frames(mix.rate_hz)
        self._block_frames = max(1, block_frames // step) * step
        self._least_frames = mix.least_frames
        self._check = check
        self._sources = sources
        self._bus = Bus(self._block_frames)
        self._only = only
        tracks = heard_tracks(mix.tracks)
        needed = needed_for(only, tracks) if only else in_order(tracks)
        self._tracks = _players(needed, sources, {} if settled is None else settled)

    def blocks(self) -> Iterator[Block]:
        at, end = 0, None
        try:
            while end is None or at < end:
                self._check()
                self._bus.clear()
                for track_id, track in self._tracks.items():
                    track.add_to(self._bus_of(track_id), at, self._block_frames)
                end = self._end()
                frames = self._block_frames if end is None else min(self._block_frames, end - at)
                if frames > 0:
                    yield self._bus.mixed(frames)
                at += self._block_frames
        finally:
            for track in self._tracks.values():
                track.close()
            self._sources.rest()

    def _bus_of(self, track_id: str) -> Bus | None:
        return self._bus if self._only in (None, track_id) else None

    def _end(self) -> int | None:
        """None while any goes on."""
        ends = [self._least_frames]
        for track_id, track in self._tracks.items():
            if self._bus_of(track_id) is None:
                continue
            if track.end is None:
                return None
            ends.append(track.end)
        return max(ends)


def _players(tracks: list[Track], sources: Sources, settled: Settled) -> dict[str, Plain | Apart]:
    """By their tracks' ids."""
    heeded = {track.duck.under for track in tracks if track.duck}
    apart: dict[str, Apart] = {}
    players: dict[str, Plain | Apart] = {}
    for track in tracks:
        if track.effects or track.duck or track.id in heeded:
            players[track.id] = apart[track.id] = Apart(track, sources, others=apart, settled=settled)
        else:
            players[track.id] = Plain(track, sources)
    return players
