"""A ZIP with one file per track: each as long as the whole, before the master, and together the mix."""

from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import numpy as np

from speech.mixing.mix import Mix
from speech.mixing.stems import stem
from studio.archives import Archive
from studio.compositions.timeline import Timeline
from studio.outputs import output_format, written

MANIFEST = "stems.json"
TOO_LOUD = (
    "This stem is louder than its file can hold, and is clipped. Turn the track down and the master up."
)


def pack_stems(
    file: IO[bytes],
    timeline: Timeline,
    mix: Mix,
    *,
    folder: Path,
    format_name: str,
    open_source: Callable[[str], Any],
    check: Callable[[], None],
    on_track: Callable[[int, str], None],
) -> dict[str, str]:
    """What is wrong with which source. Tracks that are not heard are silent."""
    problems: dict[str, str] = {}
    listed = []
    with Archive(file, check=check) as archive:
        for number, track in enumerate(timeline.tracks):
            title = track.name or f"Track {number + 1}"
            on_track(number, title)
            path = folder / f"stem.{output_format(format_name).suffix}"
            one = stem(mix, track.id, open_source=open_source, check=check)
            watched = _Watched(one)
            written(
                path, watched.blocks(), format_name=format_name, rate_hz=mix.rate_hz, channels=2, title=title
            )
            problems |= one.problems
            name = archive.add(path, title=f"{number + 1:02} {title}", otherwise="track")
            listed.append(
                {"track_id": track.id, "file": name, "problem": TOO_LOUD if watched.peak > 1 else None}
            )
        archive.write_list(MANIFEST, {"sample_rate_hz": mix.rate_hz, "stems": listed})
    return problems


class _Watched:
    def __init__(self, one: Any) -> None:
        self._one, self.peak = one, 0.0

    def blocks(self) -> Any:
        for block in self._one.blocks():
            self.peak = max(self.peak, float(np.abs(block).max(initial=0.0)))
            yield block
