"""A spoken passage as bytes, and back. What is not exactly as it was written is nothing.

Samples are stored as the float32 that the engine gave: what is spoken from memory then has the same bytes
in every format as what was spoken anew, and peaks above 1.0 are still there for the encoder to clip.
16 bits would need half the disk, and a loudness correction afterwards would round a second time.
"""

import struct
import zlib
from dataclasses import dataclass

import numpy as np

from speech.engines.base import Block

MAGIC = b"VSPASSG1"
HEADER = struct.Struct("<8s32sIIQI")  # magic, digest, rate, words, frames, checksum
WORD = struct.Struct("<IIdd")


@dataclass(frozen=True)
class CachedPassage:
    samples: Block
    rate_hz: int
    # From and to which character of the text, and from and to which second.
    words: tuple[tuple[int, int, float, float], ...] = ()


def size_of(passage: CachedPassage) -> int:
    return HEADER.size + WORD.size * len(passage.words) + 4 * len(passage.samples)


def as_bytes(passage: CachedPassage, *, digest: bytes) -> bytes:
    words = b"".join(WORD.pack(*word) for word in passage.words)
    content = words + np.ascontiguousarray(passage.samples, "<f4").tobytes()
    numbers = (passage.rate_hz, len(passage.words), len(passage.samples))
    return HEADER.pack(MAGIC, digest, *numbers, _checksum(digest, numbers, content)) + content


def from_bytes(data: bytes, *, digest: bytes) -> CachedPassage | None:
    """None where it is cut short, damaged, or another passage's."""
    if len(data) < HEADER.size:
        return None
    magic, its_digest, *numbers, checksum = HEADER.unpack_from(data)
    rate_hz, word_count, frames = numbers
    content = memoryview(data)[HEADER.size :]
    words_end = word_count * WORD.size
    if (magic, its_digest, len(content)) != (MAGIC, digest, words_end + 4 * frames):
        return None
    if checksum != _checksum(digest, numbers, content):
        return None
    samples: Block = np.frombuffer(content[words_end:], "<f4")  # read-only: it is shared with nobody
    return CachedPassage(samples, rate_hz, tuple(WORD.iter_unpack(content[:words_end])))


def _checksum(digest: bytes, numbers: "tuple[int, ...] | list[int]", content: "bytes | memoryview") -> int:
    return zlib.crc32(content, zlib.crc32(digest + struct.pack("<IIQ", *numbers)))
