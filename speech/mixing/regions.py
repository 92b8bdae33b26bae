"""One region at work: it adds its part to each block that it reaches into."""

import numpy as np

from speech.mixing.bus import Bus
from speech.mixing.gains import Ramp, Sides, falling, rising, sides
from speech.mixing.looping import Looping
from speech.mixing.mix import Region
from speech.mixing.reading import Reader
from speech.mixing.sources import Source, Sources


class RegionPlayer:
    """To be asked for one block after the other. `end` is known once its source is, at the latest when
    that has ended."""

    def __init__(self, region: Region, gains: Sides, sources: Sources) -> None:
        self._region = region
        self._gains = sides(region.volume, region.pan).times(gains)
        self._sources = sources
        self._reader: Reader | None = None
        self._played = 0
        self.start = region.offset_frames
        self._source = sources.known(region.source)
        self._frames = self._known_frames(self._source) if self._source else 0
        self.end = self.start if self._frames == 0 else None
        self._tell_if_empty()

    @property
    def is_over(self) -> bool:
        return self.end is not None

    def expected_end(self) -> int:
        """For telling how far a mix has come."""
        return self.start + _expected_frames(self._region, self._frames, self._source, self._sources)

    def add_to(self, bus: Bus, at: int, frames: int) -> None:
        """What of it lies in a block that begins at a frame of the mix."""
        first = max(self.start, at)
        while self.end is None and first < at + frames:
            played = 0
            with self._sources.trouble(self._region.source):
                played = self._add(bus, first - at, at + frames - first)
            if not played or self._played == self._frames:
                self._finish()
            first += played

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _add(self, bus: Bus, place: int, frames: int) -> int:
        if self._reader is None:
            self._reader = self._opened()
        wanted = frames if self._frames is None else min(frames, self._frames - self._played)
        samples = self._reader.read(wanted)
        if len(samples):
            gains = self._gains.times(Sides(self._reader.scale, self._reader.scale))
            bus.add(samples, gains, at=place, ramp=self._ramp(self._played, self._played + len(samples)))
        self._played += len(samples)
        return len(samples)

    def _finish(self) -> None:
        self.end = self.start + self._played
        self._tell_if_empty()
        self.close()

    def _tell_if_empty(self) -> None:
        if self.end == self.start:
            self._sources.tell(
                self._region.source, "This sound ends before the place where its region begins."
            )

    def _opened(self) -> Reader:
        assert self._source is not None  # noqa: S101 - narrows the type: without one it is over
        region, source = self._region, self._source
        if region.loop_frames is None:
            return self._sources.reader(source, region.trim_start_frames)
        stretch = (
            None if region.trim_end_frames is None else region.trim_end_frames - region.trim_start_frames
        )
        return Looping(
            lambda: self._sources.reader(source, region.trim_start_frames),
            stretch_frames=stretch, rate_hz=self._sources.rate_hz,
        )  # fmt: skip

    def _known_frames(self, source: Source) -> int | None:
        """None: as long as its source goes on. Then nothing hangs on where that ends."""
        region = self._region
        if region.loop_frames is not None:
            return region.loop_frames if self._has_something_to_repeat(source) else 0
        start, end = region.trim_start_frames, region.trim_end_frames
        if end is not None and self._sources.reaches(source, end):
            return end - start
        if source.counted_frames is None and not region.fade_out.frames:
            return None if end is None else end - start
        frames = self._sources.frames(source)
        return max(0, (frames if end is None else min(end, frames)) - start)

    def _has_something_to_repeat(self, source: Source) -> bool:
        """Unless it is known that there is nothing."""
        return source.counted_frames is None or self._sources.frames(source) > self._region.trim_start_frames

    def _ramp(self, start: int, end: int) -> Ramp | None:
        """None where neither fade reaches."""
        fade_in, fade_out = self._region.fade_in, self._region.fade_out
        fades_in = start < fade_in.frames
        fades_out = self._frames is not None and end > self._frames - fade_out.frames and fade_out.frames > 0
        if not (fades_in or fades_out):
            return None
        ramp = np.ones(end - start, np.float32)
        if fades_in:
            rise = rising(fade_in, start, min(end, fade_in.frames))
            ramp[: len(rise)] *= rise
        if fades_out and self._frames is not None:
            since = max(start, self._frames - fade_out.frames)
            ramp[since - start :] *= falling(fade_out, self._frames - since, self._frames - end)
        return ramp


def _expected_frames(region: Region, known: int | None, source: Source | None, sources: Sources) -> int:
    if known is not None:
        return known
    expected = sources.expected_frames(source) if source else None
    return max(0, (expected or 0) - region.trim_start_frames)
