"""Samples into the bytes of one format each: as they are, or through FFmpeg."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

import av
import numpy as np
from numpy.typing import NDArray

from speech.audio.formats import AudioFormat
from speech.audio.lame_tag import MPEG1_RATES, lame_frame
from speech.audio.resample import no_frames
from speech.audio.riff import wav_header
from speech.audio.samples import Block, Sixteen

FLAC_FRAMES = 2_048
OGG_PAGE_MICROSECONDS = 200_000
MPEG2_MOST_BIT_RATE = 160_000  # of MP3 below 32 kHz
# With so many bits for a sample LAME needs no search for where its noise is heard least: over the bands of
# hearing there is less of it without, in half of the time (docs/performance.md).
GENEROUS_BITS, WITHOUT_SEARCH = 3, {"compression_level": "7"}


@dataclass(frozen=True)
class Sound:
    """What is to be written."""

    format: AudioFormat
    rate_hz: int
    channels: int
    title: str
    bit_rate: int | None
    as_int16: Sixteen
    is_mended: bool

    @property
    def layout(self) -> str:
        return "mono" if self.channels == 1 else "stereo"


class Writer(Protocol):
    """Bytes of one format from samples at its own rate, clipped already."""

    def feed(self, block: Block) -> bytes: ...

    def finish(self) -> bytes: ...


def writer_of(sound: Sound) -> Writer:
    rate_hz, channels = sound.rate_hz, sound.channels
    match sound.format.name:
        case "pcm":
            return PlainWriter(sound)
        case "wav":
            header = wav_header(rate_hz, channels=channels, title=sound.title, may_outgrow=sound.is_mended)
            return PlainWriter(sound, header)
        case "mp3":
            header = lame_frame(rate_hz, channels=channels)
            sound = replace(sound, bit_rate=_mp3_bit_rate(sound))
            coding = WITHOUT_SEARCH if _is_generous(sound) else {}
            return CodecWriter(sound, "mp3", "libmp3lame", header=header, coding=coding, write_xing="0")
        case "opus":
            page = str(OGG_PAGE_MICROSECONDS)
            return CodecWriter(sound, "ogg", "libopus", sample_format="flt", page_duration=page)
        case "flac":
            return CodecWriter(sound, "flac", "flac", sample_format="s16", metadata_header_padding="0")
        case _:
            return CodecWriter(sound, "adts", "aac")


def _mp3_bit_rate(sound: Sound) -> int | None:
    if sound.bit_rate is None or sound.rate_hz in MPEG1_RATES:
        return sound.bit_rate
    return min(sound.bit_rate, MPEG2_MOST_BIT_RATE)


def _is_generous(sound: Sound) -> bool:
    return (sound.bit_rate or 0) >= GENEROUS_BITS * sound.rate_hz * sound.channels


class PlainWriter:
    """Samples as they are, after a header or none."""

    def __init__(self, sound: Sound, header: bytes = b"") -> None:
        self._header, self._as_int16 = header, sound.as_int16

    def feed(self, block: Block) -> bytes:
        return self._begin() + self._as_int16(block).tobytes()

    def finish(self) -> bytes:
        return self._begin()

    def _begin(self) -> bytes:
        header, self._header = self._header, b""
        return header


class CodecWriter:
    """Through FFmpeg, into a sink that can't go back, as a connection can't."""

    def __init__(
        self, sound: Sound, container: str, codec: str, *,
        sample_format: str = "fltp", header: bytes = b"", coding: Mapping[str, str] | None = None,
        **options: str,
    ) -> None:  # fmt: skip
        """`options` are of the container, `coding` of the codec."""
        self._sound, self._sink = sound, Sink()
        # Bit-exact: no random serial numbers and no library's version in the file.
        settings = {"fflags": "+bitexact", "flush_packets": "1", **options}
        self._container = av.open(self._sink, "w", format=container, options=settings)
        if sound.title and sound.format.holds_title:
            self._container.metadata["title"] = sound.title
        self._stream = self._open_stream(codec, coding or {})
        self._container.start_encoding()
        self._header = header
        self._sample_format = sample_format
        self._frames_at_once = self._stream.codec_context.frame_size or FLAC_FRAMES
        self._pending = no_frames(sound.channels)
        self._frames_sent = 0

    def feed(self, block: Block) -> bytes:
        self._pending = np.concatenate([self._pending, block])
        if whole := len(self._pending) // self._frames_at_once * self._frames_at_once:
            self._send(whole)
        return self._drain()

    def finish(self) -> bytes:
        if len(self._pending):
            self._send(len(self._pending))
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._drain()

    def _open_stream(self, codec: str, coding: Mapping[str, str]) -> Any:
        sound = self._sound
        stream: Any = self._container.add_stream(codec, rate=sound.rate_hz, layout=sound.layout)
        if sound.bit_rate:
            stream.bit_rate = sound.bit_rate
        stream.codec_context.options = {"flags": "+bitexact", **coding}
        return stream

    def _send(self, frames: int) -> None:
        """Many of the codec's own frames at once: it is handed them one by one, and not from Python."""
        block, self._pending = self._pending[:frames], self._pending[frames:]
        samples: Any = self._sound.as_int16(block) if self._sample_format == "s16" else block
        frame = audio_frame(samples, self._sample_format, rate_hz=self._sound.rate_hz)
        frame.pts = self._frames_sent
        self._frames_sent += frames
        self._container.mux(self._stream.encode(frame))

    def _drain(self) -> bytes:
        data = self._sink.drain()
        if not self._header or not data:
            return data
        header, self._header = self._header, b""
        at = _id3_bytes(data)
        return data[:at] + header + data[at:]


def audio_frame(samples: NDArray[Any], sample_format: str, *, rate_hz: int) -> av.AudioFrame:
    """As FFmpeg takes them: a planar format (`fltp`) has the channels apart, the others frame by frame."""
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    is_planar = sample_format.endswith("p")
    laid_out = samples.reshape(-1, channels).T if is_planar else samples.reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(laid_out), format=sample_format, layout="mono" if channels == 1 else "stereo"
    )
    frame.sample_rate = rate_hz
    return frame


class Sink:
    """A file that can only be written to."""

    def __init__(self) -> None:
        self._data = bytearray()

    def write(self, data: bytes) -> int:
        self._data += data
        return len(data)

    def drain(self) -> bytes:
        data = bytes(self._data)
        self._data.clear()
        return data


def _id3_bytes(data: bytes) -> int:
    if data[:3] != b"ID3":
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte
    return size + 10
