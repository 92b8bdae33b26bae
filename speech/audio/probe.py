"""What a file really holds: it is decoded from end to end once, and measured on the way."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from speech.audio.containers import Container, container_of
from speech.audio.decode import AudioFile, Limits
from speech.audio.errors import Damaged, NoSamples
from speech.audio.peaks import PeakCollector

LEAST_SECONDS_OF_A_DAMAGED_FILE = 0.1
# Encoders pad and headers round: less than this missing is no damage.
MISSING_SECONDS, MISSING_SHARE = 0.25, 0.01


@dataclass(frozen=True)
class Probe:
    duration_seconds: float
    sample_rate_hz: int
    channels: int
    codec: str
    container: Container
    peaks: NDArray[np.int8]
    warning: str  # empty, or a sentence on what is wrong with a file that could still be read


def probe(source: str | Path | IO[bytes], *, limits: Limits | None = None) -> Probe:
    """Raises an `AudioError` where there is no sound to be had."""
    overstatement = overstatement_of(source)
    with AudioFile(source, limits=limits) as file:
        collector = PeakCollector()
        rate_hz = channels = 0
        for block in file.blocks():
            rate_hz, channels = rate_hz or block.rate_hz, channels or block.samples.shape[1]
            collector.add(block.samples)
        warning = damage_of(file, overstatement=overstatement)
        _refuse_without_sound(file, is_damaged=bool(warning))
        return Probe(
            duration_seconds=file.seconds_decoded,
            sample_rate_hz=rate_hz,
            channels=channels,
            codec=file.codec,
            container=container_of(
                demuxer=file.container, codec=file.codec, has_film=file.has_film, brand=file.brand
            ),
            peaks=collector.result(),
            warning=warning,
        )


def _refuse_without_sound(file: AudioFile, *, is_damaged: bool) -> None:
    if is_damaged and file.seconds_decoded < LEAST_SECONDS_OF_A_DAMAGED_FILE:
        raise Damaged
    if file.seconds_decoded == 0:
        raise NoSamples


def damage_of(file: AudioFile, *, overstatement: float | None) -> str:
    """What is wrong with a file that was decoded to its end, in a sentence; empty where nothing is."""
    announced = file.announced_seconds
    if file.container == "wav" and overstatement:
        # FFmpeg quietly corrects the announced length of a WAV to what is there.
        announced = file.seconds_decoded * overstatement
    if announced and announced - file.seconds_decoded > max(MISSING_SECONDS, MISSING_SHARE * announced):
        return (
            f"The file ends early or is damaged: of the {announced:.1f} s it announces, "
            f"{file.seconds_decoded:.1f} s could be read."
        )
    if file.bad_packets:
        return "Parts of the file are damaged and were left out."
    return ""


def overstatement_of(source: str | Path | IO[bytes]) -> float | None:
    """How many times larger than it is a WAV says to be, or None. Ask before it is decoded."""
    header, size = _head_and_size(source)
    if len(header) < 8 or header[:4] != b"RIFF":
        return None
    announced = int(struct.unpack("<I", header[4:8])[0]) + 8
    # Programs that write to a pipe don't know the size and put the largest number there.
    is_known = 8 < announced < 0x7FFF_F000
    return announced / size if is_known and announced > size else None


def _head_and_size(source: str | Path | IO[bytes]) -> tuple[bytes, int]:
    if isinstance(source, str | Path):
        with Path(source).open("rb") as file:
            return _head_and_size(file)
    size = source.seek(0, 2)
    source.seek(0)
    header = source.read(8)
    source.seek(0)
    return header, size
