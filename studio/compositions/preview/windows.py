"""A short stretch of a clip as the mixer hears it: at the composition's rate, in stereo, begun at any frame.

Two stretches that follow each other join without a seam, so a page plays an hour in pieces of seconds.
"""

import io
import wave
from collections.abc import Callable
from contextlib import closing

import numpy as np
from numpy.typing import NDArray

from clips.models import Clip
from clips.reading import opened
from common.errors import InvalidInput
from speech.mixing.reading import Reader
from speech.mixing.sources import Sources

Samples = NDArray[np.float32]

MOST_SECONDS = 30
CHANNELS, SAMPLE_BYTES = 2, 2
FULL_SCALE = 32_768.0
AT_ONCE_FRAMES = 65_536


def clip_window(
    clip: Clip, *, rate_hz: int, start: int, frames: int, check: Callable[[], None] = lambda: None
) -> bytes:
    """A WAV of 16 bits; shorter at the clip's end, and empty behind it."""
    sources = Sources(lambda _: opened(clip), rate_hz=rate_hz, check=check)
    source = sources.known(clip.file_name)
    samples = np.zeros((0, CHANNELS), np.float32)
    if source is not None:
        with sources.trouble(source.name), closing(sources.reader(source, start)) as reader:
            samples = _drawn(reader, frames, check)
    if sources.problems:
        raise InvalidInput(
            f"“{clip.title}”: {sources.problems[clip.file_name]}", param="clip", code="unreadable"
        )
    return as_wav(samples, rate_hz)


def as_wav(samples: Samples, rate_hz: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writing:
        writing.setnchannels(CHANNELS)
        writing.setsampwidth(SAMPLE_BYTES)
        writing.setframerate(rate_hz)
        writing.writeframes(_in_16_bits(samples).tobytes())
    return file.getvalue()


def _drawn(reader: Reader, frames: int, check: Callable[[], None]) -> Samples:
    """In pieces, so that it can be broken off."""
    drawn = np.zeros((frames, CHANNELS), np.float32)
    at = 0
    while at < frames:
        check()
        piece = reader.read(min(AT_ONCE_FRAMES, frames - at))
        if not len(piece):
            break
        drawn[at : at + len(piece)] = piece * np.float32(reader.scale)
        at += len(piece)
    return drawn[:at]


def _in_16_bits(samples: Samples) -> NDArray[np.int16]:
    return np.clip(np.rint(samples * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype("<i2")
