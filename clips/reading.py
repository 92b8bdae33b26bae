"""A clip's sound: its file as it is kept, or in another format."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clips.models import Clip
from common.errors import NotFound
from speech.audio.audiobook import file_blocks
from speech.audio.encode import encode


def opened(clip: Clip) -> Any:
    try:
        return clip.file.storage.open(clip.file_name, "rb")
    except FileNotFoundError:
        raise NotFound(
            f"The audio of “{clip.title}” is missing on the server. Make it or upload it again.",
            code="file_missing",
        ) from None


def has_file(clip: Clip) -> bool:
    """Now: `is_missing` is what was found when somebody last looked."""
    return bool(clip.file.storage.exists(clip.file_name))


def is_stored(clip: Clip | None) -> bool:
    """Not deleted, and with its file."""
    return clip is not None and clip.deleted_at is None and has_file(clip)


def sound_of(clip: Clip) -> Any:
    """A path where the storage has one: FFmpeg reads it by itself."""
    try:
        return Path(clip.file.storage.path(clip.file_name))
    except NotImplementedError:
        return opened(clip)


def encoded(clip: Clip, format_name: str, *, title: str) -> Iterator[bytes]:
    """As it is encoded, in mono. A missing file is told at once, not at the first bytes."""
    return _drawn(opened(clip), format_name, clip.sample_rate_hz, title)


def is_in_format(clip: Clip, format_name: str) -> bool:
    """Then there is nothing to convert."""
    codec = "pcm_s16le" if format_name == "wav" else format_name
    return (clip.suffix, clip.codec) == (format_name, codec)


def _drawn(file: Any, format_name: str, rate_hz: int, title: str) -> Iterator[bytes]:
    with file:
        yield from encode(file_blocks(file, rate_hz=rate_hz), format_name, rate_hz=rate_hz, title=title)
