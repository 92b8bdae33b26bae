"""A short stretch of a clip as the mixer hears it: at the composition's rate, in stereo, begun at any frame.

Two stretches that follow each other join without a seam, so a page plays an hour in pieces of seconds.
"""

import io
import wave
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from clips.models import Clip
from clips.reading import opened
from common.errors import InvalidInput
from speech.mixing.reading import Reader
from speech.mixing.sources import Source, Sources
from studio.compositions.preview.readers import KeptReaders, Listener, Standing

Samples = NDArray[np.float32]

MOST_SECONDS = 30
CHANNELS, SAMPLE_BYTES = 2, 2
FULL_SCALE = 32_768.0
AT_ONCE_FRAMES = 65_536

_kept = KeptReaders()


def clip_window(
    clip: Clip, *, rate_hz: int, start: int, frames: int, check: Callable[[], None] = lambda: None
) -> bytes:
    """A WAV of 16 bits; shorter at the clip's end, and empty behind it."""
    listener = Listener(check)
    sources = Sources(lambda _: opened(clip), rate_hz=rate_hz, check=listener)
    source = sources.known(clip.file_name)
    samples = np.zeros((0, CHANNELS), np.float32)
    if source is not None:
        with sources.trouble(source.name):
            samples = _drawn(sources, source, start, frames, listener)
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


def _drawn(sources: Sources, source: Source, start: int, frames: int, listener: Listener) -> Samples:
    key, is_kept = (source.name, sources.rate_hz), _is_entered_slowly(source)
    standing = _kept.take(key, start) if is_kept else None
    if standing is None:
        standing = Standing(key, start, sources.reader(source, start), listener)
    standing.listener.check = check = listener.check
    reader = standing.reader
    try:
        for _ in _pieces(reader, start - standing.frame, check):
            pass
        pieces = list(_pieces(reader, frames, check))
    except BaseException:
        reader.close()
        raise
    drawn = np.zeros((sum(map(len, pieces)), CHANNELS), np.float32)
    if len(drawn):
        drawn[:] = np.concatenate([np.broadcast_to(piece, (len(piece), CHANNELS)) for piece in pieces])
    if is_kept and len(drawn) == frames:
        _kept.leave(Standing(key, start + frames, reader, standing.listener))
    else:
        reader.close()
    return drawn


def _is_entered_slowly(source: Source) -> bool:
    return source.wav is None and source.entering != "seeking"


def _pieces(reader: Reader, frames: int, check: Callable[[], None]) -> Iterator[Samples]:
    """So many frames, or up to the end, in pieces so that it can be broken off."""
    while frames > 0:
        check()
        piece = reader.read(min(AT_ONCE_FRAMES, frames))
        if not len(piece):
            return
        frames -= len(piece)
        yield piece * np.float32(reader.scale)


def _in_16_bits(samples: Samples) -> NDArray[np.int16]:
    return np.clip(np.rint(samples * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype("<i2")
