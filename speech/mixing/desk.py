"""All tracks of a mix, added up block by block: before the master's effects, volume and limiter."""

from collections.abc import Iterator

from speech.mixing.bus import Block, Bus
from speech.mixing.checking import in_order, needed_for
from speech.mixing.ducking import step_frames
from speech.mixing.mix import Mix, Track
from speech.mixing.sources import Check, Sources
from speech.mixing.tracks import Apart, Plain, heard_tracks

BLOCK_FRAMES = 32_768  # stays in the processor's cache


class Desk:
    """For one run through the mix. With `only`, one track of it, as it is heard among the others."""

    def __init__(
        self,
        mix: Mix,
        sources: Sources,
        *,
        check: Check,
        block_frames: int = BLOCK_FRAMES,
        only: str | None = None,
    ) -> None:
        step = step_frames(mix.rate_hz)
        self._block_frames = max(1, block_frames // step) * step
        self._least_frames = mix.least_frames
        self._check = check
        self._bus = Bus(self._block_frames)
        # What the one goes down under is played, and not heard.
        self._beside = Bus(self._block_frames)
        tracks = heard_tracks(mix.tracks)
        players = _players(tracks if only is None else needed_for(only, tracks), sources)
        self._tracks = [player for _, player in players]
        self._is_heard = [only in (None, track_id) for track_id, _ in players]

    def blocks(self) -> Iterator[Block]:
        at, end = 0, None
        try:
            while end is None or at < end:
                self._check()
                self._bus.clear()
                self._beside.clear()
                for track, is_heard in zip(self._tracks, self._is_heard, strict=True):
                    track.add_to(self._bus if is_heard else self._beside, at, self._block_frames)
                end = self._end()
                frames = self._block_frames if end is None else min(self._block_frames, end - at)
                if frames > 0:
                    yield self._bus.mixed(frames)
                at += self._block_frames
        finally:
            for track in self._tracks:
                track.close()

    def _end(self) -> int | None:
        """None while any goes on."""
        ends = [self._least_frames]
        for track in self._tracks:
            if track.end is None:
                return None
            ends.append(track.end)
        return max(ends)


def _players(tracks: list[Track], sources: Sources) -> list[tuple[str, Plain | Apart]]:
    heeded = {track.duck.under for track in tracks if track.duck}
    apart: dict[str, Apart] = {}
    players: list[tuple[str, Plain | Apart]] = []
    for track in in_order(tracks):
        if track.effects or track.duck or track.id in heeded:
            apart[track.id] = Apart(track, sources, others=apart)
            players.append((track.id, apart[track.id]))
        else:
            players.append((track.id, Plain(track, sources)))
    return players
