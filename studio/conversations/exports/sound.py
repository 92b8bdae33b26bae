"""A clip's sound in another format, with the channels it has."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from clips.models import Clip
from clips.reading import is_in_format, opened
from speech.archives.packing import blocks_of
from speech.audio.decode import OURS, AudioFile
from speech.audio.mp4 import ChapterMark
from speech.audio.samples import FULL_SCALE, Block
from studio.outputs import written

# Full scale of 16 bits is one step more where they are read than where they are written: without this, what
# is loud would come out a step lower.
AS_THEY_WERE = np.float32(2**15) / FULL_SCALE
OF_16_BITS = ("pcm_s16le", "flac")
OnShare = Callable[[float], None]


def write_clip(
    clip: Clip | None,
    path: Path,
    *,
    format_name: str,
    title: str,
    check: Callable[[], None],
    on_share: OnShare = lambda share: None,
    marks: Sequence[ChapterMark] = (),
) -> None:
    """What is in that format already is copied; nothing is dithered that has 16 bits."""
    if clip is None:
        raise ValueError("There is no clip to be written.")
    with opened(clip) as file:
        if is_in_format(clip, format_name):
            _copy(file, path, check)
            return
        written(
            path,
            _blocks(file, clip, check, on_share),
            format_name=format_name,
            rate_hz=clip.sample_rate_hz,
            channels=_channels(clip),
            title=title,
            marks=marks,
            dither=False,
        )


def _copy(source: Any, path: Path, check: Callable[[], None]) -> None:
    with path.open("wb") as target:
        for block in blocks_of(source):
            check()
            target.write(block)


def _blocks(file: Any, clip: Clip, check: Callable[[], None], on_share: OnShare) -> Iterator[Block]:
    frames, whole = 0, max(1, round(clip.duration_seconds * clip.sample_rate_hz))
    scale = AS_THEY_WERE if clip.codec in OF_16_BITS else np.float32(1)
    with AudioFile(file, limits=OURS) as sound:
        for block in sound.blocks():
            check()
            yield block.samples[:, : _channels(clip)] * scale
            frames += len(block.samples)
            on_share(frames / whole)


def _channels(clip: Clip) -> int:
    """What the site renders has no more than two."""
    return min(clip.channels, 2)
