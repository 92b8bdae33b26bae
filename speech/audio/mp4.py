"""AAC in MP4, with chapters or without: an M4A, or an M4B.

Its index is written at the end and then moved to the front: so it is a file, and never a stream.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from speech.audio.formats import M4B, AudioFormat
from speech.audio.resample import no_frames
from speech.audio.samples import Block, clipped, require_channels, shaped
from speech.audio.writers import audio_frame

FRAMES_AT_ONCE = 1_024
BRANDS = {"m4a": "M4A ", "m4b": "M4B "}
# What players file under audiobooks.
AUDIOBOOK_TAGS = {"genre": "Audiobook", "media_type": "2"}


@dataclass(frozen=True)
class ChapterMark:
    title: str
    start_seconds: float
    end_seconds: float


class Mp4File:
    """`feed` blocks at `coded_rate_hz`, then `finish` once. Leaving it as a context manager closes it."""

    def __init__(self, path: Path, form: AudioFormat, *, rate_hz: int, channels: int = 1) -> None:
        require_channels(channels)
        self.coded_rate_hz = form.nearest_rate_hz(rate_hz)
        self._channels, self._pending, self._frames_sent = channels, no_frames(channels), 0
        self._more_tags = AUDIOBOOK_TAGS if form is M4B else {}
        # The index is moved to the front at the end, so that playing starts before all is fetched.
        options = {"movflags": "+faststart", "brand": BRANDS[form.name], "fflags": "+bitexact"}
        self._container: Any = av.open(str(path), "w", format="ipod", options=options)
        layout = "mono" if channels == 1 else "stereo"
        self._stream: Any = self._container.add_stream("aac", rate=self.coded_rate_hz, layout=layout)
        if bit_rate := form.usual_bit_rate(channels=channels):
            self._stream.bit_rate = bit_rate
        self._stream.codec_context.options = {"flags": "+bitexact"}

    def __enter__(self) -> "Mp4File":
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()

    def describe(self, *, title: str, author: str = "", language: str = "") -> None:
        """Before the first block. Languages have three letters."""
        tags = {"title": title, "album": title, "artist": author, "album_artist": author}
        lines = {key: one_line(value) for key, value in {**tags, **self._more_tags}.items()}
        self._container.metadata.update({key: line for key, line in lines.items() if line})
        if language:
            self._stream.metadata["language"] = language

    @property
    def frames(self) -> int:
        """That were fed so far."""
        return self._frames_sent + len(self._pending)

    def feed(self, block: Block) -> None:
        self._pending = np.concatenate([self._pending, clipped(shaped(block, self._channels))])
        if whole := len(self._pending) // FRAMES_AT_ONCE * FRAMES_AT_ONCE:
            self._send(whole)

    def finish(self, chapters: Sequence[tuple[str, int, int]] = ()) -> None:
        """Chapters are a title, and the frames from and to."""
        if len(self._pending):
            self._send(len(self._pending))
        self._container.mux(self._stream.encode(None))
        # Their times are known only now; the muxer writes them with its index, at the end.
        self._container.set_chapters([self._as_chapter(*chapter) for chapter in chapters])

    def _send(self, frames: int) -> None:
        samples, self._pending = self._pending[:frames], self._pending[frames:].copy()
        frame = audio_frame(samples, "fltp", rate_hz=self.coded_rate_hz)
        frame.pts = self._frames_sent
        self._frames_sent += frames
        self._container.mux(self._stream.encode(frame))

    def _as_chapter(self, title: str, start: int, end: int) -> dict[str, Any]:
        time_base = Fraction(1, self.coded_rate_hz)
        return {"id": start, "start": start, "end": end, "time_base": time_base, "metadata": {"title": title}}


def chapters_of(marks: Sequence[ChapterMark], *, rate_hz: int, frames: int) -> list[tuple[str, int, int]]:
    """In order and without gaps or overlaps, from the beginning to the end: what players can show.

    Each ends where the next one begins. A mark that then has no length is left out.
    """
    if not marks:
        return []
    in_order = sorted(marks, key=lambda mark: mark.start_seconds)
    later = [min(max(0, round(mark.start_seconds * rate_hz)), frames) for mark in in_order[1:]]
    places = zip(in_order, [0, *later], [*later, frames], strict=True)
    return [(one_line(mark.title), start, end) for mark, start, end in places if end > start]


def one_line(text: str) -> str:
    return " ".join(text.split())
