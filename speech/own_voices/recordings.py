"""What somebody brings of a voice, read and made into what engines that clone are given.

Held whole: a reference lasts a minute at the most.
"""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
from django.core.files import File

from clips.models import Clip
from clips.reading import opened
from common.errors import InvalidInput, NotFound, TooLarge
from speech.audio.decode import OURS, AudioFile, Block, Limits
from speech.audio.encode import encode, write_whole
from speech.audio.errors import AudioError, TooLong
from speech.audio.levelling import Samples, faded, levelled
from speech.audio.mono import mono_at
from speech.audio.quality import Quality
from speech.audio.silence import trim_silence
from speech.engines.base import REFERENCE_RATE_HZ
from speech.engines.errors import ReferenceMissing
from speech.own_voices.judging import LONGEST_SECONDS, spoken, usable
from speech.recorded_quality import quality_of

PADDING_SECONDS = 0.1  # that encoders add to a recording
UPLOADED = Limits(seconds=LONGEST_SECONDS + PADDING_SECONDS)


@dataclass(frozen=True)
class Recording:
    """Mono at `REFERENCE_RATE_HZ`, level, without the silence around; and what it was like before."""

    samples: Samples
    quality: Quality

    def wav(self, *, title: str) -> File:
        file = io.BytesIO()
        chunks = encode([self.samples], "wav", rate_hz=REFERENCE_RATE_HZ, title=title)
        write_whole(file, chunks, format_name="wav")
        file.seek(0)
        return File(file, name="voice.wav")


def of_upload(file: Any, *, param: str = "file") -> Recording:
    """A stranger's file: what it is is found by decoding it."""
    return _of_file(file, param=param, limits=UPLOADED)


def of_clip(clip: Clip) -> Recording:
    if clip.duration_seconds > LONGEST_SECONDS + PADDING_SECONDS:
        raise _too_long("clip_id")
    with opened(clip) as file:
        return _of_file(file, param="clip_id", limits=OURS)


def of_samples(samples: Samples, rate_hz: int, *, param: str) -> Recording:
    """Sound that the site put together by itself."""
    return _made([Block(samples[:, None], rate_hz)], param=param)


def require_speech(file: Any, *, param: str = "file") -> None:
    """Of an upload that is kept as it was sent."""
    with _told(param), AudioFile(file, limits=UPLOADED) as audio:
        spoken(quality_of(audio.blocks()), param=param)
    file.seek(0)


def reference_samples(clip: Clip) -> Samples:
    """The sound of a voice that was stored, for an engine: deleted while it is spoken, it is missing."""
    try:
        file = opened(clip)
    except NotFound:
        raise ReferenceMissing from None
    with file, AudioFile(file, limits=OURS) as audio:
        return _joined(mono_at(REFERENCE_RATE_HZ, audio.blocks()))


def _of_file(file: IO[bytes], *, param: str, limits: Limits) -> Recording:
    with _told(param), AudioFile(file, limits=limits) as audio:
        return _made(list(audio.blocks()), param=param)


def _made(blocks: list[Block], *, param: str) -> Recording:
    quality = usable(quality_of(blocks), param=param)
    samples = trim_silence(_joined(mono_at(REFERENCE_RATE_HZ, blocks)), REFERENCE_RATE_HZ)
    [equally_loud] = levelled([samples], REFERENCE_RATE_HZ)
    return Recording(faded(equally_loud, REFERENCE_RATE_HZ), quality)


def _joined(pieces: Iterable[Samples] | Iterator[Samples]) -> Samples:
    return np.concatenate([np.zeros(0, np.float32), *pieces])


@contextmanager
def _told(param: str) -> Iterator[None]:
    try:
        yield
    except TooLong:
        raise _too_long(param) from None
    except AudioError as error:
        raise InvalidInput(str(error), param=param, code=error.code) from None


def _too_long(param: str) -> TooLarge:
    return TooLarge(
        f"A voice's recording lasts {LONGEST_SECONDS:g} s at the most. Cut out the best half minute.",
        param=param,
        code="too_long",
    )
