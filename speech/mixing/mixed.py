"""A mix as blocks of sound."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from speech.effects import Chain, Effect
from speech.mixing.bus import Block
from speech.mixing.checking import check_mix
from speech.mixing.desk import Desk
from speech.mixing.gains import Sides
from speech.mixing.levelling import levelling_db, limited, streaming, unless_empty
from speech.mixing.mix import Mix
from speech.mixing.regions import RegionPlayer
from speech.mixing.sources import Check, OpenSource, Sources
from speech.mixing.tracks import Settled, heard_regions, heard_tracks

OnFrames = Callable[[int], None]


def mixed(
    mix: Mix,
    *,
    open_source: OpenSource,
    check: Check = lambda: None,
    on_frames: OnFrames = lambda frames: None,
) -> "Mixed":
    """Looks at all that is heard, and mixes when blocks are drawn.

    `open_source` gives a path, or a file opened anew, for a region's source; SourceMissing says why there is
    none. `check` is called all the while and may raise to stop. `on_frames` is told how much of `frames` is
    done. A mix that makes no sense is a MixRefused here already.
    """
    check_mix(mix)
    return Mixed(mix, open_source=open_source, check=check, on_frames=on_frames)


class Mixed:
    """`problems` has a sentence for each source that can't be heard: silence is in its place. What is found
    only on the way is there when the blocks are drawn."""

    def __init__(self, mix: Mix, *, open_source: OpenSource, check: Check, on_frames: OnFrames) -> None:
        self._mix = mix
        self._check = check
        self._on_frames = on_frames
        self._sources = Sources(open_source, rate_hz=mix.rate_hz, check=check)
        self.problems = self._sources.problems
        # As far as headers can be believed, and without what effects add; what was given once that is over.
        self.frames = self._expected_frames()
        self._progress = _Progress(self.frames, on_frames)
        self._effects: tuple[Effect, ...] | None = None  # the master's, once what they need is measured
        self._settled: Settled = {}

    def blocks(self) -> Iterator[Block]:
        """(frames, 2) at the mix's rate, each in memory of its own. Nothing is over the master's ceiling."""
        self._progress = _Progress(self.frames, self._on_frames)
        gain_db = self._levelling_db()
        given = 0
        for block in self._limited(gain_db):
            given += len(block)
            self._progress.went_to(given)
            yield block
        self.frames = given
        self._on_frames(given)

    def _expected_frames(self) -> int:
        ends = [self._mix.least_frames]
        for track in heard_tracks(self._mix.tracks):
            for region in heard_regions(track):
                self._check()
                player = RegionPlayer(region, Sides(1, 1), self._sources)
                if not player.is_over:
                    ends.append(player.expected_end())
        return max(ends)

    def _levelling_db(self) -> float:
        master = self._mix.master
        if master.target_lufs is None:
            return 0.0
        self._progress.passes = 3
        found = levelling_db(
            lambda: self._watched(self._mastered()),
            rate_hz=self._mix.rate_hz,
            target_lufs=master.target_lufs,
            ceiling_db=master.ceiling_db,
            on_pass=self._progress.next_pass,
        )
        return found or 0.0

    def _watched(self, blocks: Iterable[Block]) -> Iterator[Block]:
        done = 0
        for block in blocks:
            done += len(block)
            self._progress.went_to(done)
            yield block

    def _limited(self, gain_db: float) -> Iterator[Block]:
        return limited(
            self._mastered(),
            rate_hz=self._mix.rate_hz,
            gain_db=gain_db,
            ceiling_db=self._mix.master.ceiling_db,
        )

    def _mastered(self) -> Iterator[Block]:
        if self._effects is None:
            self._effects = streaming(self._mix.master.effects, self._effected, rate_hz=self._mix.rate_hz)
        volume = np.float32(self._mix.master.volume)
        for block in self._effected(self._effects):
            if volume != 1:
                np.multiply(block, volume, out=block)
            yield block

    def _effected(self, effects: tuple[Effect, ...]) -> Iterator[Block]:
        desk = Desk(self._mix, self._sources, check=self._check, settled=self._settled)
        if not any(effect.is_on for effect in effects):
            yield from desk.blocks()
            return
        chain = Chain(effects, rate_hz=self._mix.rate_hz, channels=2)
        for block in desk.blocks():
            yield from unless_empty(chain.process(block))
        yield from chain.rest()


class _Progress:
    """Over all the times that the mix is run through."""

    def __init__(self, frames: int, on_frames: OnFrames) -> None:
        self._frames, self._on_frames = frames, on_frames
        self.passes = 1
        self._done = 0

    def went_to(self, frames: int) -> None:
        self._on_frames((self._done * self._frames + min(frames, self._frames)) // self.passes)

    def next_pass(self) -> None:
        self._done += 1
