"""WAV headers: for a stream whose end is not known, and mended once it is."""

import struct
from typing import IO

# What a header says that was sent before the length was known; readers then go on to the end.
UNKNOWN_SIZE = 0xFFFFFFFF
SAMPLE_BYTES = 2


def wav_header(rate_hz: int, *, title: str = "") -> bytes:
    form = struct.pack("<HHIIHH", 1, 1, rate_hz, rate_hz * SAMPLE_BYTES, SAMPLE_BYTES, 8 * SAMPLE_BYTES)
    chunks = _chunk(b"fmt ", form) + (_title(title) if title else b"")
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
    for at, value in ((4, size - 8), (data_at + 4, size - data_at - 8)):
        file.seek(at)
        file.write(struct.pack("<I", min(value, UNKNOWN_SIZE)))


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
