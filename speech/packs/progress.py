"""How far a pull is: often enough to watch, seldom enough to write down."""

import time
from collections.abc import Callable, Sequence

from speech.packs.manifest import Pack, PackFile, SourceReport

# A step in words, bytes there, bytes in all. May raise to stop the pull.
OnProgress = Callable[[str, int, int], None]

_LEAST_SECONDS = 0.2


def silent(step: str, done_bytes: int, total_bytes: int) -> None:
    pass


class Progress:
    def __init__(self, pack: Pack, on_progress: OnProgress) -> None:
        self._total_bytes = pack.size_bytes
        self._on_progress = on_progress
        self._step = ""
        self._told_at = 0.0

    def tell(self, step: str, done_bytes: int) -> None:
        now = time.monotonic()
        if step == self._step and now - self._told_at < _LEAST_SECONDS:
            return
        self._step, self._told_at = step, now
        self._on_progress(step, min(done_bytes, self._total_bytes), self._total_bytes)

    def of(self, wanted: Sequence[PackFile]) -> SourceReport:
        """For a source, which knows only its own part of the work."""
        part_bytes = sum(file.size_bytes for file in wanted)
        base_bytes = self._total_bytes - part_bytes
        return lambda step, fraction: self.tell(step, base_bytes + int(part_bytes * fraction))
