"""The sounds that are mixed: what is known of each, and readers of them from any frame on.

One that can't be opened or read is told of in `problems`, and the others go on.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from speech.audio.decode import OURS, AudioFile
from speech.audio.errors import AudioError, NoSamples
from speech.mixing.ahead import Ahead
from speech.mixing.errors import SourceMissing
from speech.mixing.reading import Block, Entering, Reader, decoded_reader, entered, wav_reader
from speech.mixing.wav import WavForm, wav_form

# A path, or a file that is opened anew by each call: it is closed here.
OpenSource = Callable[[str], str | Path | IO[bytes]]
Check = Callable[[], None]

SOURCE_ERRORS = (SourceMissing, AudioError, OSError)
UNREADABLE = "This sound can't be read: its file is missing or damaged."
# By FFmpeg's name. It enters these at the very sample that it says, others a little beside it.
ENTERING: Mapping[str, Entering] = {
    "mp3": "reading",
    **dict.fromkeys(("wav", "w64", "flac", "ogg", "aiff", "au", "caf"), "seeking"),
    "mov,mp4,m4a,3gp,3g2,mj2": "seeking",
}
NEAR_THE_END_SECONDS = 1.0
MOST_THREADS = 4


@dataclass
class Source:
    name: str
    rate_hz: int
    wav: WavForm | None = None
    entering: Entering = "seeking"
    announced_seconds: float | None = None
    counted_frames: int | None = None  # at its own rate


class Sources:
    def __init__(self, open_source: OpenSource, *, rate_hz: int, check: Check) -> None:
        self.rate_hz = rate_hz
        self.problems: dict[str, str] = {}
        self._open_source = open_source
        self.check = check
        self._known: dict[str, Source | None] = {}
        self._threads: ThreadPoolExecutor | None = None

    def known(self, name: str) -> Source | None:
        """None: there is a problem with it."""
        if name not in self._known:
            self._known[name] = None
            with self.trouble(name):
                self._known[name] = self._looked_at(name)
        return self._known[name]

    @contextmanager
    def trouble(self, name: str) -> Any:
        """The first one of a source is what is told."""
        try:
            yield
        except SOURCE_ERRORS as error:
            self.tell(name, UNREADABLE if isinstance(error, OSError) else str(error))

    def tell(self, name: str, problem: str) -> None:
        self.problems.setdefault(name, problem)

    def reader(self, source: Source, start: int) -> Reader:
        """From a frame on, which is counted at the mix's rate."""
        opened = self._open_source(source.name)
        if source.wav is not None:
            return wav_reader(_as_file(opened), source.wav, start=start, rate_hz=self.rate_hz)
        return decoded_reader(
            _Decoded(opened),
            start=start,
            from_hz=source.rate_hz,
            rate_hz=self.rate_hz,
            entering=source.entering,
            ahead=self._ahead,
        )

    def rest(self) -> None:
        """Once all readers are closed: ends the threads that worked for them."""
        if self._threads is not None:
            self._threads.shutdown()
        self._threads = None

    def expected_frames(self, source: Source) -> int | None:
        """At the mix's rate, as far as its header can be believed."""
        if source.counted_frames is not None:
            return self._mix_frames(source.counted_frames / source.rate_hz)
        return None if source.announced_seconds is None else self._mix_frames(source.announced_seconds)

    def frames(self, source: Source) -> int:
        """At the mix's rate. Where it can't be told otherwise, all of it is decoded once."""
        if source.counted_frames is None:
            source.counted_frames = 0
            with self.trouble(source.name):
                source.counted_frames = self._counted(source)
        return round(source.counted_frames * self.rate_hz / source.rate_hz)

    def reaches(self, source: Source, frame: int) -> bool:
        """Whether it certainly goes on beyond that frame of the mix's rate."""
        expected = self.expected_frames(source)
        return expected is not None and frame < expected - NEAR_THE_END_SECONDS * self.rate_hz

    def _ahead(self, blocks: Iterator[Block]) -> Ahead:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_THREADS))
        return Ahead(blocks, self._threads, check=self.check)

    def _mix_frames(self, seconds: float) -> int:
        return round(seconds * self.rate_hz)

    def _looked_at(self, name: str) -> Source:
        opened = self._open_source(name)
        file = _as_file(opened)
        try:
            form = wav_form(file)
        finally:
            if file is not opened or form is not None:
                file.close()
        if form is None:
            return _decoded_source(name, opened)
        if not form.frames:
            raise NoSamples
        return Source(name, form.rate_hz, form, counted_frames=form.frames)

    def _counted(self, source: Source) -> int:
        """Only the end is decoded, where it can be got to."""
        announced = source.announced_seconds or 0.0
        since = max(0, round((announced - NEAR_THE_END_SECONDS) * source.rate_hz))
        with _Decoded(self._open_source(source.name)) as file:
            frames = self._frames_of(entered(file, since, source.rate_hz, source.entering))
        if frames or not since:
            return since + frames
        with _Decoded(self._open_source(source.name)) as file:
            return self._frames_of(file.blocks())

    def _frames_of(self, blocks: Any) -> int:
        frames = 0
        for block in blocks:
            self.check()
            frames += len(block.samples)
        return frames


class _Decoded(AudioFile):
    """Closes the file that it reads from, too."""

    def __init__(self, opened: str | Path | IO[bytes]) -> None:
        self._opened = opened
        try:
            super().__init__(opened, limits=OURS)
        except BaseException:
            self._close_file()
            raise

    def close(self) -> None:
        super().close()
        self._close_file()

    def _close_file(self) -> None:
        if not isinstance(self._opened, str | Path):
            self._opened.close()


def _decoded_source(name: str, opened: str | Path | IO[bytes]) -> Source:
    with _Decoded(opened) as file:
        first = next((block for block in file.blocks() if len(block.samples)), None)
        if first is None:
            raise NoSamples
        return Source(
            name, first.rate_hz, entering=ENTERING.get(file.container, "decoding"),
            announced_seconds=file.announced_seconds,
        )  # fmt: skip


def _as_file(opened: str | Path | IO[bytes]) -> IO[bytes]:
    return open(opened, "rb", buffering=0) if isinstance(opened, str | Path) else opened
