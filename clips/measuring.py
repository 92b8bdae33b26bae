"""What a file of audio is, before it becomes a clip: decoded once from end to end."""

import hashlib
from typing import Any

from django.core.files import File

from common.errors import InvalidInput, TooLarge
from speech.audio.decode import Limits
from speech.audio.errors import AudioError, TooLong
from speech.audio.peaks import pack
from speech.audio.probe import Probe, probe


def probed(file: File, limits: Limits) -> Probe:
    # FFmpeg reads a named file by itself, without coming back to Python for each piece.
    path = getattr(file, "temporary_file_path", None)
    try:
        return probe(path() if path else file, limits=limits)
    except TooLong as error:
        raise TooLarge(str(error), param="file", code=error.code) from None
    except AudioError as error:
        raise InvalidInput(str(error), param="file", code=error.code) from None


def measured(found: Probe) -> dict[str, Any]:
    return {
        "mime": found.container.mime,
        "container": found.container.name,
        "codec": found.codec,
        "duration_seconds": found.duration_seconds,
        "sample_rate_hz": found.sample_rate_hz,
        "channels": found.channels,
        "peaks": pack(found.peaks),
        "warning": found.warning,
    }


def sha256_of(file: File) -> str:
    # Not while saving: a file that lies on the disk already is moved there, without being read.
    digest = hashlib.sha256()
    for chunk in file.chunks(chunk_size=1024 * 1024):
        digest.update(chunk)
    return digest.hexdigest()
