"""A file's sound as recognisers take it: mono, 16 kHz, block by block."""

from collections.abc import Iterator

from speech.audio.decode import AudioFile
from speech.audio.resample import Resampler
from speech.recognition.base import RATE_HZ, Samples


def heard_blocks(file: AudioFile) -> Iterator[Samples]:
    """Drawn once. A file whose rate changes on the way is resampled from each of them."""
    resampler: Resampler | None = None
    for block in file.blocks():
        if resampler is None or resampler.from_hz != block.rate_hz:
            if resampler is not None:
                yield resampler.finish()
            resampler = Resampler(block.rate_hz, RATE_HZ)
        yield resampler.feed(block.samples.mean(axis=1))
    if resampler is not None:
        yield resampler.finish()
