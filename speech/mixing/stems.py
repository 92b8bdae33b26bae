"""One track of a mix by itself, as it is heard in it: with its effects, and down where it goes down.

Before the master: all stems together are what comes to its effects, its volume and its limiter.
"""

from collections.abc import Iterator

from speech.mixing.bus import Block
from speech.mixing.checking import check_mix
from speech.mixing.desk import Desk
from speech.mixing.mix import Mix
from speech.mixing.sources import Check, OpenSource, Sources


class Stem:
    """`problems` has a sentence for each of its sources that can't be heard."""

    def __init__(self, mix: Mix, track_id: str, *, open_source: OpenSource, check: Check) -> None:
        self._mix, self._track_id, self._check = mix, track_id, check
        self._sources = Sources(open_source, rate_hz=mix.rate_hz, check=check)
        self.problems = self._sources.problems

    def blocks(self) -> Iterator[Block]:
        """(frames, 2) at the mix's rate, and over full scale where the track is. It is `least_frames` of the
        mix long at least; of a track that is not heard that is silence."""
        return Desk(self._mix, self._sources, check=self._check, only=self._track_id).blocks()


def stem(mix: Mix, track_id: str, *, open_source: OpenSource, check: Check = lambda: None) -> Stem:
    check_mix(mix)
    return Stem(mix, track_id, open_source=open_source, check=check)
