"""float32 blocks into the bytes of a format, as they come.

Clipped and converted once, here. No dither unless it is asked for: at 16 bits speech has more noise of its
own, and this way what was 16 bits before comes out as it went in; a mix has more than 16. What comes out
depends on the samples alone, never on how they were cut into blocks.
"""

from collections.abc import Iterable, Iterator
from typing import IO, Any

from speech.audio.formats import audio_format
from speech.audio.resample import Resampler
from speech.audio.riff import finalize_header
from speech.audio.samples import Block, Sixteen, clipped, require_channels, shaped, to_int16
from speech.audio.writers import Sound, writer_of

__all__ = ["Block", "Encoder", "clipped", "encode", "to_int16", "write_whole"]


class Encoder:
    """`feed` any number of blocks, then `finish` once; the bytes in order are the file.

    Blocks are (frames,) of one channel, or (frames, channels). `rate_hz` is that of the blocks;
    `coded_rate_hz` is what the format holds (Opus 48 kHz, PCM 24 kHz). Another `bit_rate` than the format's
    usual one is for MP3, Opus and AAC. `is_mended` says that the bytes become a file, whose header
    `finalize_header` puts right: a WAV may then be longer than its header can say.
    """

    def __init__(
        self,
        format_name: str,
        *,
        rate_hz: int,
        channels: int = 1,
        title: str = "",
        bit_rate: int | None = None,
        dither: bool = False,
        is_mended: bool = False,
    ) -> None:
        require_channels(channels)
        self.format, self.channels = audio_format(format_name), channels
        self.coded_rate_hz = self.format.nearest_rate_hz(rate_hz)
        self._resampler = Resampler(rate_hz, self.coded_rate_hz, channels=channels)
        self._writer = writer_of(
            Sound(
                self.format,
                rate_hz=self.coded_rate_hz,
                channels=channels,
                title=" ".join(title.split()),
                bit_rate=bit_rate or self.format.usual_bit_rate(channels=channels),
                as_int16=Sixteen(dither=dither),
                is_mended=is_mended,
            )
        )

    def feed(self, block: Block) -> bytes:
        return self._writer.feed(clipped(self._resampler.feed(shaped(block, self.channels))))

    def finish(self) -> bytes:
        rest = self._resampler.finish()
        return (self._writer.feed(clipped(rest)) if len(rest) else b"") + self._writer.finish()


def encode(blocks: Iterable[Block], format_name: str, *, rate_hz: int, **options: Any) -> Iterator[bytes]:
    """Bytes as soon as there are some. `options` are those of the `Encoder`."""
    encoder = Encoder(format_name, rate_hz=rate_hz, **options)
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
