"""A recording into a file: nothing is lost in it, and any player plays it."""

from collections.abc import Callable
from contextlib import closing
from typing import IO, Any

import soundfile

from speech.audio.loudness import LoudnessMeter
from speech.audio.samples import clipped, to_int16
from speech.pipeline import Recording

FORMAT = "flac"


def write_flac(recording: Recording, file: IO[bytes], *, check: Callable[[], Any]) -> float | None:
    """How loud it is (LUFS), or None where that can't be measured. `check` may raise to end it."""
    rate_hz, meter = recording.rate_hz, LoudnessMeter(recording.rate_hz)
    with (
        closing(recording.drawn()) as blocks,
        soundfile.SoundFile(file, "w", rate_hz, 1, "PCM_16", format="FLAC") as flac,
    ):
        flac.title = recording.title
        for block in blocks:
            check()
            meter.feed(block)
            flac.write(to_int16(clipped(block)))
    return meter.lufs
