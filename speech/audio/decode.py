"""Any audio file as float32 blocks, in constant memory however long it is.

Nothing is believed that the name or the header says: only what decodes counts.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.packet import Packet
from numpy.typing import NDArray

from speech.audio.decoded import DECODER_ERRORS, as_float
from speech.audio.errors import (
    Damaged,
    EmptyFile,
    NoSound,
    NotAudio,
    TooDense,
    TooLong,
    UnusableLayout,
)

# FFmpeg also reads playlists that make it open other files and addresses: only what holds its own
# sound is allowed in.
DEMUXERS = (
    "wav,w64,aiff,au,caf,flac,mp3,ogg,mov,matroska,aac,amr,"
    "asf,avi,flv,mpegts,mpeg,wv,ape,tta,mpc,mpc8,ac3,eac3"
)
BLOCK_FRAMES = 16_384
STUDIO_RATE_HZ, STUDIO_CHANNELS = 48_000, 2
BAD_PACKETS_IN_A_ROW = 1_000
# Decoders need what is before to be in step.
PRE_ROLL_SECONDS = 0.25

# What FFmpeg has to say about a stranger's broken file belongs in no log of ours.
av.logging.set_level(None)


@dataclass(frozen=True)
class Limits:
    seconds: float = 6 * 3600
    channels: int = 8
    least_rate_hz: int = 2_000
    most_rate_hz: int = 384_000

    @property
    def values(self) -> float:
        """Samples over all channels: silence at 384 kHz in 8 channels is minutes of work in a tiny file."""
        return self.seconds * STUDIO_RATE_HZ * STUDIO_CHANNELS


# What the site made itself may have more than a stranger may send, and what is stored was judged already.
OURS = Limits(seconds=7 * 24 * 3600, channels=64)


@dataclass(frozen=True)
class Block:
    samples: NDArray[np.float32]  # (frames, channels), nominal [-1, 1], always finite
    rate_hz: int


class AudioFile:
    """An opened file. `blocks()` can be drawn once; the counts below grow meanwhile.

    Use it as a context manager. Every failure is an `AudioError`.
    """

    def __init__(self, source: str | Path | IO[bytes], *, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._frames_by_rate: dict[int, int] = {}
        self._values = 0
        self.bad_packets = 0
        self._container = _open(source)
        try:
            self._stream = _audio_stream(self._container)
            # Read now: decoders change it from frame to frame.
            self._announced_bit_rate = self._stream.codec_context.bit_rate
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: tuple[type[BaseException], BaseException, TracebackType]) -> None:
        self.close()

    def close(self) -> None:
        self._container.close()

    @property
    def seconds_decoded(self) -> float:
        # Counted in frames: adding up seconds would add up rounding, too.
        return sum(frames / rate for rate, frames in self._frames_by_rate.items())

    @property
    def codec(self) -> str:
        return str(self._stream.codec_context.codec.canonical_name)

    @property
    def container(self) -> str:
        """FFmpeg's name, which may list several: `mov,mp4,m4a,3gp,3g2,mj2`."""
        return str(self._container.format.name)

    @property
    def brand(self) -> str:
        """What an MP4 says that it is; empty elsewhere."""
        return str(self._container.metadata.get("major_brand", "")).strip()

    @property
    def has_film(self) -> bool:
        return _has_film(self._container)

    @property
    def likely_seconds(self) -> float | None:
        """What the header says, or FFmpeg has guessed."""
        return None if self._container.duration is None else float(self._container.duration) / 1_000_000

    @property
    def announced_seconds(self) -> float | None:
        """What the header says. None where it says nothing, and FFmpeg has only guessed from the size."""
        seconds = self.likely_seconds
        if seconds is None:
            return None
        guess = self._container.size * 8 / self._announced_bit_rate if self._announced_bit_rate else 0.0
        return None if abs(guess - seconds) < 0.01 * seconds else seconds

    def blocks(self) -> Iterator[Block]:
        """Samples in order. Damaged pieces are left out and counted."""
        return self._blocks(self._frames())

    def _blocks(self, decoded: Iterator[AudioFrame]) -> Iterator[Block]:
        pending: list[NDArray[np.float32]] = []
        rate_hz, channels, frames = 0, 0, 0
        for frame in decoded:
            samples = as_float(frame)
            if pending and (frame.sample_rate != rate_hz or samples.shape[1] != channels):
                yield Block(np.concatenate(pending), rate_hz)
                pending, frames = [], 0
            rate_hz, channels = frame.sample_rate, samples.shape[1]
            pending.append(samples)
            frames += len(samples)
            if frames >= BLOCK_FRAMES:
                yield Block(np.concatenate(pending), rate_hz)
                pending, frames = [], 0
        if pending:
            yield Block(np.concatenate(pending), rate_hz)

    def blocks_from(self, seconds: float) -> Iterator[Block]:
        """Those from there on. What is before is not decoded where the file can be entered in the middle;
        else it is, and is empty blocks here: whoever waits can see that it goes on.
        """
        target = seconds - PRE_ROLL_SECONDS
        if target > 0 and self._enter(target):
            yield from self._blocks_since(seconds, self._frames(), begins=target)
        else:
            yield from self._without(seconds, self._frames())

    def blocks_read_up_to(self, seconds: float) -> Iterator[Block]:
        """Those from there on, to the very sample, where a file can't be entered so exactly: what is before
        is read, but not decoded. Its packets have to be timed by samples, as those of MP3 are.
        """
        target = seconds - PRE_ROLL_SECONDS
        yield from self._blocks_since(seconds, self._frames(since=target), begins=max(0.0, target))

    def _blocks_since(
        self, seconds: float, frames: Iterator[AudioFrame], *, begins: float
    ) -> Iterator[Block]:
        """Frames that begin near there; only the first of them knows where."""
        first = next(frames, None)
        if first is not None:
            begins = self._moment_of(first, otherwise=begins)
            yield from self._without(seconds - begins, chain([first], frames))

    def _without(self, seconds: float, frames: Iterator[AudioFrame]) -> Iterator[Block]:
        left_out = max(0.0, seconds)
        for block in self._blocks(frames):
            skipped = min(round(left_out * block.rate_hz), len(block.samples))
            left_out -= skipped / block.rate_hz
            yield Block(block.samples[skipped:], block.rate_hz)

    def _enter(self, seconds: float) -> bool:
        """There or a little before. False: nothing was done."""
        base = self._stream.time_base
        if not base:
            return False
        try:
            self._container.seek(int(seconds / base) + (self._stream.start_time or 0), stream=self._stream)
        except DECODER_ERRORS:
            return False
        return True

    def _moment_of(self, frame: "AudioFrame | Packet[Any]", *, otherwise: float) -> float:
        """In seconds from the beginning of the sound."""
        base = self._stream.time_base
        if frame.pts is None or frame.time_base is None or base is None:
            return otherwise
        return float(frame.pts * frame.time_base - (self._stream.start_time or 0) * base)

    def _frames(self, *, since: float = 0.0) -> Iterator[AudioFrame]:
        bad_in_a_row = 0
        for packet in self._packets():
            if since > 0 and packet.pts is not None and self._moment_of(packet, otherwise=since) < since:
                continue
            try:
                decoded = packet.decode()
            except DECODER_ERRORS:
                self.bad_packets += 1
                bad_in_a_row += 1
                if bad_in_a_row > BAD_PACKETS_IN_A_ROW:
                    return
                continue
            for frame in decoded:
                if frame.samples:
                    bad_in_a_row = 0
                    self._check(frame)
                    yield frame

    def _packets(self) -> Iterator[Any]:
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
            except DECODER_ERRORS:
                self.bad_packets += 1
                return
            if packet is None:
                return
            yield packet

    def _check(self, frame: AudioFrame) -> None:
        limits, rate, channels = self.limits, frame.sample_rate, frame.layout.nb_channels
        if not 1 <= channels <= limits.channels:
            raise UnusableLayout("number of channels", channels, f"1 to {limits.channels}")
        if not limits.least_rate_hz <= rate <= limits.most_rate_hz:
            raise UnusableLayout("sample rate", rate, f"{limits.least_rate_hz} to {limits.most_rate_hz} Hz")
        self._frames_by_rate[rate] = self._frames_by_rate.get(rate, 0) + frame.samples
        if self.seconds_decoded > limits.seconds:
            raise TooLong(limits.seconds)
        self._values += frame.samples * channels
        if self._values > limits.values:
            raise TooDense


def _open(source: str | Path | IO[bytes]) -> Any:
    if _size(source) == 0:
        raise EmptyFile
    try:
        return av.open(
            str(source) if isinstance(source, Path) else source,
            container_options={"format_whitelist": DEMUXERS},
            metadata_errors="replace",  # old tags are in any encoding
        )
    except FileNotFoundError:
        if isinstance(source, str | Path) and not Path(source).exists():
            raise
        raise NotAudio from None
    except DECODER_ERRORS:
        raise NotAudio from None


def _size(source: str | Path | IO[bytes]) -> int | None:
    """None of what comes as a stream."""
    if isinstance(source, str | Path):
        return Path(source).stat().st_size
    if not source.seekable():
        return None
    size = source.seek(0, io.SEEK_END)
    source.seek(0)
    return size


def _audio_stream(container: Any) -> AudioStream:
    stream = container.streams.best("audio")
    if stream is None:
        raise NoSound if _has_film(container) else NotAudio
    if stream.codec_context is None:
        raise Damaged
    assert isinstance(stream, AudioStream)  # noqa: S101 - narrows the type: "audio" was asked for
    return stream


def _has_film(container: Any) -> bool:
    """A cover picture in a song is no film."""
    return any(
        not stream.disposition & av.stream.Disposition.attached_pic for stream in container.streams.video
    )
