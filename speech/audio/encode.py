"""float32 blocks into the bytes of a format, as they come.

Clipped and converted once, here. No dither: at 16 bits speech has more noise of its own, and this way
what was 16 bits before comes out as it went in. What comes out depends on the samples alone, never on how
they were cut into blocks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import IO, Any, Protocol

import av
import numpy as np
from numpy.typing import NDArray

from speech.audio.formats import AudioFormat, audio_format
from speech.audio.lame_tag import lame_frame
from speech.audio.resample import Resampler
from speech.audio.riff import finalize_header, wav_header

Block = NDArray[np.float32]

FULL_SCALE = np.float32(32767)
FLAC_FRAMES = 2_048
OGG_PAGE_MICROSECONDS = 200_000


class Writer(Protocol):
    """Bytes of one format from samples at its own rate, clipped already."""

    def feed(self, block: Block) -> bytes: ...

    def finish(self) -> bytes: ...


class Encoder:
    """`feed` any number of blocks, then `finish` once; the bytes in order are the file.

    `rate_hz` is that of the blocks; `coded_rate_hz` is what the format holds (Opus 48 kHz, PCM 24 kHz).
    Another `bit_rate` than the format's usual one is for MP3, Opus and AAC.
    """

    def __init__(
        self, format_name: str, *, rate_hz: int, title: str = "", bit_rate: int | None = None
    ) -> None:
        usual = audio_format(format_name)
        self.format = replace(usual, bit_rate=bit_rate) if bit_rate else usual
        self.coded_rate_hz = self.format.nearest_rate_hz(rate_hz)
        self._resampler = Resampler(rate_hz, self.coded_rate_hz)
        self._writer = _writer(self.format, self.coded_rate_hz, title=" ".join(title.split()))

    def feed(self, block: Block) -> bytes:
        return self._writer.feed(clipped(self._resampler.feed(block)))

    def finish(self) -> bytes:
        rest = self._resampler.finish()
        return (self._writer.feed(clipped(rest)) if len(rest) else b"") + self._writer.finish()


def encode(blocks: Iterable[Block], format_name: str, *, rate_hz: int, title: str = "") -> Iterator[bytes]:
    """Bytes as soon as there are some."""
    encoder = Encoder(format_name, rate_hz=rate_hz, title=title)
    for block in blocks:
        if data := encoder.feed(block):
            yield data
    yield encoder.finish()


def write_whole(file: IO[bytes], chunks: Iterable[bytes], *, format_name: str) -> None:
    """What `encode` gives, into a file that can be read anew: its header then knows how long it is."""
    for chunk in chunks:
        file.write(chunk)
    if format_name == "wav":
        finalize_header(file)


def clipped(block: Block) -> Block:
    """What is no number becomes silence: one NaN would spoil the rest of a coded stream."""
    within: Block = np.clip(np.nan_to_num(block, nan=0.0), -1, 1, dtype=np.float32)
    return within


def to_int16(block: Block) -> NDArray[np.int16]:
    """Of clipped samples."""
    samples: NDArray[np.int16] = np.rint(block * FULL_SCALE).astype("<i2")
    return samples


class PlainWriter:
    """Samples as they are, after a header or none."""

    def __init__(self, header: bytes = b"") -> None:
        self._header = header

    def feed(self, block: Block) -> bytes:
        return self._begin() + to_int16(block).tobytes()

    def finish(self) -> bytes:
        return self._begin()

    def _begin(self) -> bytes:
        header, self._header = self._header, b""
        return header


class CodecWriter:
    """Through FFmpeg, into a sink that can't go back, as a connection can't."""

    def __init__(
        self, container: str, codec: str, rate_hz: int, *, audio_format: AudioFormat, title: str,
        sample_format: str = "fltp", header: bytes = b"", **options: str,
    ) -> None:  # fmt: skip
        self._sink = Sink()
        # Bit-exact: no random serial numbers and no library's version in the file.
        settings = {"fflags": "+bitexact", "flush_packets": "1", **options}
        self._container = av.open(self._sink, "w", format=container, options=settings)
        if title and audio_format.holds_title:
            self._container.metadata["title"] = title
        self._stream = self._open_stream(codec, rate_hz, audio_format.bit_rate)
        self._container.start_encoding()
        self._header = header
        self._rate_hz, self._sample_format = rate_hz, sample_format
        self._frames_at_once = self._stream.codec_context.frame_size or FLAC_FRAMES
        self._pending = np.zeros(0, np.float32)
        self._frames_sent = 0

    def feed(self, block: Block) -> bytes:
        self._pending = np.concatenate([self._pending, block])
        while len(self._pending) >= self._frames_at_once:
            self._send(self._frames_at_once)
        return self._drain()

    def finish(self) -> bytes:
        if len(self._pending):
            self._send(len(self._pending))
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._drain()

    def _open_stream(self, codec: str, rate_hz: int, bit_rate: int | None) -> Any:
        stream: Any = self._container.add_stream(codec, rate=rate_hz, layout="mono")
        if bit_rate:
            stream.bit_rate = bit_rate
        stream.codec_context.options = {"flags": "+bitexact"}
        return stream

    def _send(self, frames: int) -> None:
        block, self._pending = self._pending[:frames], self._pending[frames:]
        samples: Any = to_int16(block) if self._sample_format == "s16" else block
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(samples[None]), format=self._sample_format, layout="mono"
        )
        frame.sample_rate, frame.pts = self._rate_hz, self._frames_sent
        self._frames_sent += frames
        self._container.mux(self._stream.encode(frame))

    def _drain(self) -> bytes:
        data = self._sink.drain()
        if not self._header or not data:
            return data
        header, self._header = self._header, b""
        at = _id3_bytes(data)
        return data[:at] + header + data[at:]


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


def _writer(chosen: AudioFormat, rate_hz: int, *, title: str) -> Writer:
    if chosen.name == "pcm":
        return PlainWriter()
    if chosen.name == "wav":
        return PlainWriter(wav_header(rate_hz, title=title))
    if chosen.name == "mp3":
        return CodecWriter(
            "mp3", "libmp3lame", rate_hz, audio_format=chosen, title=title,
            header=lame_frame(rate_hz), write_xing="0",
        )  # fmt: skip
    if chosen.name == "opus":
        return CodecWriter(
            "ogg", "libopus", rate_hz, audio_format=chosen, title=title,
            sample_format="flt", page_duration=str(OGG_PAGE_MICROSECONDS),
        )  # fmt: skip
    if chosen.name == "flac":
        return CodecWriter(
            "flac", "flac", rate_hz, audio_format=chosen, title=title,
            sample_format="s16", metadata_header_padding="0",
        )  # fmt: skip
    return CodecWriter("adts", "aac", rate_hz, audio_format=chosen, title=title)


def _id3_bytes(data: bytes) -> int:
    if data[:3] != b"ID3":
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte
    return size + 10
