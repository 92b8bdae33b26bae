"""How long a FLAC is, told at its beginning once that is known: a stream can't go back, a file can.

Players show no length, and can't be led to a place, where the first block of a FLAC leaves it out.
"""

import struct
from typing import IO

LENGTH_AT = 18  # behind `fLaC`, the block's head, and the least and the most of blocks and frames
LENGTH_BITS = 36  # the lowest of 64; before them are the rate, the channels and the bits of a sample


def tell_length(file: IO[bytes], frames: int) -> None:
    file.seek(LENGTH_AT)
    (before,) = struct.unpack(">Q", file.read(8))
    most = (1 << LENGTH_BITS) - 1
    file.seek(LENGTH_AT)
    file.write(struct.pack(">Q", before & ~most | min(frames, most)))
