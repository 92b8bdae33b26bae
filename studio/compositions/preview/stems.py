"""A stem's sound: made block by block, kept in a file, and read in windows."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any
from uuid import UUID

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from clips.models import Clip
from common.errors import InvalidInput, NotFound
from common.sizes import MIB
from speech.mixing.mixed import mixed
from speech.mixing.stems import stem
from studio.compositions.preview.stem_files import FRAME_BYTES, Stem, StemFiles
from studio.compositions.preview.wet import Wet
from studio.compositions.preview.windows import as_wav
from studio.compositions.sounds import opener

Samples = NDArray[np.float32]
Check = Callable[[], None]
OnFrames = Callable[[int], None]

BUDGET_BYTES = 2_048 * MIB


@cache
def stem_files() -> StemFiles:
    return StemFiles(settings.CONFIG.data_dir / "stems", BUDGET_BYTES)


def stem_of(user: Any, digest: str) -> Stem:
    stem = stem_files().get(str(user.pk), digest)
    if stem is None:
        raise NotFound("This stem is gone. Play again: it is made anew.", code="stem_gone")
    return stem


def stem_window(stem: Stem, *, start: int, frames: int) -> bytes:
    """So quiet that it fits into 16 bits: who plays it makes it `peak` times as loud again."""
    return as_wav(stem.read(start, frames) / np.float32(headroom(stem)), stem.rate_hz)


def headroom(stem: Stem) -> float:
    return max(1.0, stem.peak)


def make_stem(
    wet: Wet, *, owner_id: Any, clips: Mapping[UUID, Clip], check: Check, on_frames: OnFrames
) -> Stem:
    blocks = track_blocks(wet, clips, check) if wet.is_track else mix_blocks(wet, clips, check)
    kept = _within_budget(blocks, on_frames)
    return stem_files().put(str(owner_id), wet.digest, kept, rate_hz=wet.mix.rate_hz, check=check)


def mix_blocks(wet: Wet, clips: Mapping[UUID, Clip], check: Check) -> Iterator[Samples]:
    yield from mixed(wet.mix, open_source=opener(clips), check=check).blocks()


def track_blocks(wet: Wet, clips: Mapping[UUID, Clip], check: Check) -> Iterator[Samples]:
    yield from stem(wet.mix, wet.item, open_source=opener(clips), check=check).blocks()


def _within_budget(blocks: Iterator[Samples], on_frames: OnFrames) -> Iterator[Samples]:
    frames = 0
    for block in blocks:
        frames += len(block)
        on_frames(frames)
        if frames * FRAME_BYTES > BUDGET_BYTES:
            raise InvalidInput(
                "This is too long to be heard with its effects while you edit. The render has them.",
                code="too_long",
            )
        yield block
