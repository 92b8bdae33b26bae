"""WAV headers: for a stream whose end is not known, and mended once it is.

A length in a WAV has 32 bits: 4 GiB, six hours of stereo at 48 kHz. A file that may outgrow them keeps room
for longer ones, and becomes an RF64 (EBU Tech 3306) where it did.
"""

import struct
from typing import IO

# What a header says that was sent before the length was known; readers then go on to the end.
UNKNOWN_SIZE = 0xFFFFFFFF
SAMPLE_BYTES = 2


ROOM = b"JUNK"
ROOM_BYTES = 28  # of a `ds64` chunk: three lengths of 64 bits, and a table without rows


def wav_header(rate_hz: int, *, channels: int = 1, title: str = "", may_outgrow: bool = False) -> bytes:
    frame_bytes = channels * SAMPLE_BYTES
    form = struct.pack("<HHIIHH", 1, channels, rate_hz, rate_hz * frame_bytes, frame_bytes, 8 * SAMPLE_BYTES)
    room = _chunk(ROOM, bytes(ROOM_BYTES)) if may_outgrow else b""
    chunks = room + _chunk(b"fmt ", form) + (_title(title) if title else b"")
    return (
        b"RIFF"
        + struct.pack("<I", UNKNOWN_SIZE)
        + b"WAVE"
        + chunks
        + b"data"
        + struct.pack("<I", UNKNOWN_SIZE)
    )


def finalize_header(file: IO[bytes]) -> None:
    """Put the sizes into a WAV file that was written as a stream. It ends where its samples end."""
    size = file.seek(0, 2)
    data_at = _data_at(file)
    if size - 8 >= UNKNOWN_SIZE and _has_room(file):
        _become_rf64(file, riff_bytes=size - 8, data_bytes=size - data_at - 8)
        return
    for at, value in ((4, size - 8), (data_at + 4, size - data_at - 8)):
        file.seek(at)
        file.write(struct.pack("<I", min(value, UNKNOWN_SIZE)))


def _has_room(file: IO[bytes]) -> bool:
    file.seek(12)
    return file.read(4) == ROOM


def _become_rf64(file: IO[bytes], *, riff_bytes: int, data_bytes: int) -> None:
    """The lengths of 32 bits stay unknown, which says: look into `ds64`."""
    file.seek(0)
    file.write(b"RF64")
    file.seek(12)
    # No count of samples: who needs one has it from the bytes.
    file.write(_chunk(b"ds64", struct.pack("<QQQI", riff_bytes, data_bytes, 0, 0)))


def _data_at(file: IO[bytes]) -> int:
    at = 12
    while True:
        file.seek(at)
        name, length = struct.unpack("<4sI", file.read(8))
        if name == b"data":
            return at
        at += 8 + length + length % 2


def _title(title: str) -> bytes:
    return _chunk(b"LIST", b"INFO" + _chunk(b"INAM", title.encode() + b"\0"))


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
