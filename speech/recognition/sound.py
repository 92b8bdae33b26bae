"""A file's sound as recognisers take it: mono, 16 kHz, block by block."""

from collections.abc import Iterator

from speech.audio.decode import AudioFile
from speech.audio.mono import mono_at
from speech.recognition.base import RATE_HZ, Samples


def heard_blocks(file: AudioFile) -> Iterator[Samples]:
    """Drawn once."""
    yield from mono_at(RATE_HZ, file.blocks())
