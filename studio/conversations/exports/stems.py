"""A file for each speaker, as long as the whole. Added up they are the mix.

Each is mixed as in the whole, by itself. What the limiter does to all of them together, and to none alone,
is a file of its own, where that is anything.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from jobs.run import JobRun
from speech.audio.samples import FULL_SCALE, Block
from speech.mixing import mixed
from studio.archives import Archive
from studio.conversations.exports.rendered import Rendered, TurnsNotKept
from studio.conversations.rendering.mixing import CHANNELS, ROOM, speaker_key, timeline_of
from studio.outputs import written

ROOM_TITLE, REST_TITLE, UNNAMED = "Room tone", "Limiter", "Speaker"


class Stems:
    def __init__(self, rendered: Rendered, folder: Path, *, audio_format: str, run: JobRun) -> None:
        self._rendered, self._folder, self._format, self._run = rendered, folder, audio_format, run
        self._timeline = timeline_of(
            rendered.places, rendered.conversation, rate_hz=rendered.rate_hz, room_path=folder / "room.wav"
        )
        self._tracks = list(self._timeline.mix.tracks)
        self._mixes = len(self._tracks) + 1
        self._paths: list[Path] = []

    def write(self, path: Path) -> dict[str, Any]:
        titles = self._titles()
        for number, track in enumerate(self._tracks):
            self._paths.append(self._written(number, self._mixed([track], number)))
        if self._writes_rest():
            titles.append(REST_TITLE)
        with Archive(path, check=self._run.checkpoint) as archive:
            files = [
                archive.add(stem, title=title, otherwise=UNNAMED)
                for stem, title in zip(self._paths, titles, strict=True)
            ]
        return {"stems": files}

    def _titles(self) -> list[str]:
        """Of each track, in their order."""
        names: dict[str, str] = {}
        for line in self._rendered.lines:
            names.setdefault(speaker_key(line.turn), line.speaker or UNNAMED)
        return [*names.values(), *([ROOM_TITLE] if self._tracks[-1].id == ROOM else [])]

    def _writes_rest(self) -> bool:
        rest = _Rest(self._mixed(self._tracks, len(self._tracks)), self._paths)
        self._paths.append(self._written(len(self._tracks), rest.blocks()))
        # Each file is rounded to 16 bits: that alone is no sound.
        if rest.peak * FULL_SCALE > len(self._paths):
            return True
        self._paths.pop().unlink()
        return False

    def _mixed(self, tracks: list[Any], number: int) -> Iterator[Block]:
        self._run.checkpoint(number / self._mixes, f"Mixing {number + 1} of {self._mixes}")
        timeline = self._timeline
        sound = mixed(
            replace(timeline.mix, tracks=tracks), open_source=timeline.open, check=self._run.checkpoint
        )
        yield from (block[:, :CHANNELS] for block in sound.blocks())
        if sound.problems:  # silence would be in the place of a turn
            raise TurnsNotKept

    def _written(self, number: int, blocks: Iterable[Block]) -> Path:
        path = self._folder / f"{number}.{self._format}"
        rate_hz = self._rendered.rate_hz
        written(path, blocks, format_name=self._format, rate_hz=rate_hz, channels=CHANNELS, dither=False)
        return path


class _Rest:
    """What the mix has beside the files that were written of its tracks."""

    def __init__(self, mix: Iterator[Block], paths: list[Path]) -> None:
        self._mix, self._paths = mix, paths
        self.peak = 0.0

    def blocks(self) -> Iterator[Block]:
        with ExitStack() as files:
            stems = [files.enter_context(soundfile.SoundFile(path)) for path in self._paths]
            for block in self._mix:
                rest = block.copy()
                for stem in stems:
                    rest -= stem.read(len(block), dtype="int16", always_2d=True) / FULL_SCALE
                self.peak = max(self.peak, float(np.abs(rest).max(initial=0.0)))
                yield rest


def write_stems(rendered: Rendered, path: Path, *, audio_format: str, run: JobRun) -> dict[str, Any]:
    return Stems(rendered, path.parent, audio_format=audio_format, run=run).write(path)
