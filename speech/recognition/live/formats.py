"""Sound as programs send it: raw samples, or those of the telephone."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from speech.audio.resample import Resampler
from speech.recognition.base import RATE_HZ, Samples

TELEPHONE_HZ = 8_000


class SoundKind(StrEnum):
    PCM = "pcm"  # signed 16-bit, little-endian, mono
    ULAW = "ulaw"
    ALAW = "alaw"


class UnevenSound(ValueError):
    """Half a sample at the end."""

    def __init__(self, count: int) -> None:
        super().__init__(f"Send whole samples of 2 bytes: {count:,} bytes are an odd number.")


@dataclass(frozen=True)
class LiveFormat:
    kind: SoundKind = SoundKind.PCM
    rate_hz: int = 24_000

    def samples(self, data: bytes) -> Samples:
        if self.kind is SoundKind.PCM:
            if len(data) % 2:
                raise UnevenSound(len(data))
            return np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32_768)
        table = _ulaw() if self.kind is SoundKind.ULAW else _alaw()
        return table[np.frombuffer(data, np.uint8)]


class Incoming:
    """One stream of bytes as the mono 16 kHz that recognisers take."""

    def __init__(self, sound: LiveFormat) -> None:
        self.format = sound
        self._resampler = Resampler(sound.rate_hz, RATE_HZ)

    def feed(self, data: bytes) -> Samples:
        return self._resampler.feed(self.format.samples(data))

    def rest(self) -> Samples:
        """What the resampler still holds back; sound that follows begins anew."""
        rest = self._resampler.finish()
        self._resampler = Resampler(self.format.rate_hz, RATE_HZ)
        return rest


@cache
def _ulaw() -> NDArray[np.float32]:
    """G.711: each byte is a sign, an exponent and a mantissa, all bits turned over."""
    code = ~np.arange(256, dtype=np.uint8)
    exponent, mantissa = (code >> 4 & 7).astype(np.int32), (code & 15).astype(np.int32)
    size = ((2 * mantissa + 33) << exponent) - 33
    return _signed(size * 4, is_negative=code >= 128)


@cache
def _alaw() -> NDArray[np.float32]:
    """G.711: every other bit turned over; the smallest exponent is linear."""
    code = np.arange(256, dtype=np.uint8) ^ np.uint8(0x55)
    exponent, mantissa = (code >> 4 & 7).astype(np.int32), (code & 15).astype(np.int32)
    size = np.where(exponent == 0, 2 * mantissa + 1, (2 * mantissa + 33) << np.maximum(exponent - 1, 0))
    return _signed(size * 8, is_negative=code < 128)


def _signed(size: NDArray[np.int32], *, is_negative: NDArray[np.bool_]) -> NDArray[np.float32]:
    return (np.where(is_negative, -size, size) / 32_768).astype(np.float32)
