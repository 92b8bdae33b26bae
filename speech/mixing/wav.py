"""WAV with 16 bits in one or two channels: what most of what is mixed is, read without a detour."""

import io
import struct
from dataclasses import dataclass
from typing import IO

import numpy as np
from numpy.typing import NDArray

PCM, EXTENSIBLE = 1, 0xFFFE
RATES_HZ = range(2_000, 384_001)
PCM_SUBFORMAT = bytes.fromhex("0100000000001000800000aa00389b71")
SAMPLE_BYTES = 2
MOST_CHUNKS = 1_000  # before the sound: a file of nothing but empty ones has a hundred million


@dataclass(frozen=True)
class WavForm:
    rate_hz: int
    channels: int
    data_at: int
    frames: int


def wav_form(file: IO[bytes]) -> WavForm | None:
    """None for everything else. A header that was sent before the length was known is no hindrance."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(12)
    if head[:4] != b"RIFF" or head[8:] != b"WAVE":
        return None
    fmt = b""
    at = 12
    for _ in range(MOST_CHUNKS):
        if at + 8 > size:
            break
        file.seek(at)
        name, length = struct.unpack("<4sI", file.read(8))
        if name == b"data":
            return _form(fmt, data_at=at + 8, data_bytes=min(length, size - at - 8))
        if name == b"fmt ":
            fmt = file.read(min(length, 40))
        at += 8 + length + length % 2
    return None


def _form(fmt: bytes, *, data_at: int, data_bytes: int) -> WavForm | None:
    if len(fmt) < 16:
        return None
    kind, channels, rate_hz, _, frame_bytes, bits = struct.unpack("<HHIIHH", fmt[:16])
    is_pcm = kind == PCM or (kind == EXTENSIBLE and fmt[24:40] == PCM_SUBFORMAT)
    is_plain = is_pcm and bits == 16 and channels in (1, 2) and frame_bytes == SAMPLE_BYTES * channels
    if not is_plain or rate_hz not in RATES_HZ:
        return None
    return WavForm(rate_hz, channels, data_at, data_bytes // frame_bytes)


class WavReader:
    """Its samples are whole numbers, to be multiplied by `scale`. What it gives is overwritten later."""

    scale = 1 / 32_768

    def __init__(self, file: IO[bytes], form: WavForm, *, start: int = 0) -> None:
        self._file, self._form = file, form
        self._left = max(0, form.frames - start)
        self._memory = bytearray()
        file.seek(form.data_at + min(start, form.frames) * form.channels * SAMPLE_BYTES)

    def read(self, frames: int) -> NDArray[np.int16]:
        """Fewer at the end."""
        size = min(frames, self._left) * self._form.channels * SAMPLE_BYTES
        if len(self._memory) < size:
            self._memory = bytearray(size)
        got = _filled(self._file, memoryview(self._memory)[:size]) // (self._form.channels * SAMPLE_BYTES)
        self._left = self._left - got if got == min(frames, self._left) else 0
        whole = got * self._form.channels
        return np.frombuffer(self._memory, "<i2", whole).reshape(-1, self._form.channels)

    def close(self) -> None:
        self._file.close()


def _filled(file: IO[bytes], memory: memoryview) -> int:
    """A raw file may give less than there is."""
    got = 0
    while got < len(memory):
        more = file.readinto(memory[got:])  # type: ignore[attr-defined] # every binary file has it
        if not more:
            break
        got += more
    return got
