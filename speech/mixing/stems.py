"""One track of a mix by itself: as it goes into the sum, before the master. All stems add up to that sum.

What it goes down under is listened to, and not heard. A track that is not heard in the mix is silence.
"""

from collections.abc import Iterator

from speech.mixing.bus import Block
from speech.mixing.checking import check_mix
from speech.mixing.desk import Desk
from speech.mixing.errors import NoSuchTrack
from speech.mixing.mix import Mix
from speech.mixing.sources import Check, OpenSource, Sources


def stem(mix: Mix, track_id: str, *, open_source: OpenSource, check: Check = lambda: None) -> "Stem":
    """At least as long as the mix's `least_frames`."""
    check_mix(mix)
    if all(track.id != track_id for track in mix.tracks):
        raise NoSuchTrack(track_id, param="track_id")
    return Stem(mix, track_id, open_source=open_source, check=check)


class Stem:
    """`problems` as those of a mix; they are there when the blocks are drawn. Nothing is limited."""

    def __init__(self, mix: Mix, track_id: str, *, open_source: OpenSource, check: Check) -> None:
        self._mix, self._track_id, self._check = mix, track_id, check
        self._sources = Sources(open_source, rate_hz=mix.rate_hz, check=check)
        self.problems = self._sources.problems

    def blocks(self) -> Iterator[Block]:
        """(frames, 2) at the mix's rate, each in memory of its own."""
        return Desk(self._mix, self._sources, check=self._check, only=self._track_id).blocks()
