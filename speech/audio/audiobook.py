"""Chapters into one M4B: AAC in MP4, with marks that players show. Hours in next to no memory.

A file under its name is a whole one: it is written beside, and renamed at the end.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import IO, Any

import av
import numpy as np
from numpy.typing import NDArray

from speech.audio.decode import OURS, AudioFile
from speech.audio.errors import NoSamples
from speech.audio.mono import mono_at
from speech.audio.resample import Resampler

Block = NDArray[np.float32]
ChapterBlocks = tuple[str, Iterable[Block]]

# Those of AAC that every player knows.
RATES_HZ = (16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
BIT_RATE = 64_000
JOINED_RATE_HZ = 24_000
UNTITLED = "Chapter {number}"

# MP4 names languages by three letters (ISO 639-2): those that are spoken here.
_LANGUAGES = {
    **{
        "ar": "ara",
        "bg": "bul",
        "ca": "cat",
        "cs": "ces",
        "da": "dan",
        "de": "deu",
        "el": "ell",
        "en": "eng",
    },
    **{
        "es": "spa",
        "et": "est",
        "fa": "fas",
        "fi": "fin",
        "fr": "fra",
        "he": "heb",
        "hi": "hin",
        "hr": "hrv",
    },
    **{
        "hu": "hun",
        "id": "ind",
        "it": "ita",
        "ja": "jpn",
        "ko": "kor",
        "lt": "lit",
        "lv": "lav",
        "nb": "nob",
    },
    **{
        "nl": "nld",
        "no": "nor",
        "pl": "pol",
        "pt": "por",
        "ro": "ron",
        "ru": "rus",
        "sk": "slk",
        "sl": "slv",
    },
    **{
        "sr": "srp",
        "sv": "swe",
        "sw": "swa",
        "th": "tha",
        "tr": "tur",
        "uk": "ukr",
        "vi": "vie",
        "zh": "zho",
    },
}


@dataclass(frozen=True)
class ChapterMark:
    title: str
    start_seconds: float
    end_seconds: float


def write_audiobook(
    path: Path,
    chapters: Iterable[ChapterBlocks],
    *,
    rate_hz: int,
    title: str,
    author: str = "",
    language: str = "",
) -> list[ChapterMark]:
    """Blocks are mono at `rate_hz`. A chapter without sound has no mark."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with _Writer(draft, rate_hz=rate_hz) as writer:
            writer.describe(title=title, author=author, language=language)
            for name, blocks in chapters:
                writer.chapter(name, blocks)
            marks = writer.finish()
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return marks


def file_blocks(source: str | Path | IO[bytes], *, rate_hz: int) -> Iterator[Block]:
    """Any recording as mono blocks at a rate."""
    with AudioFile(source, limits=OURS) as file:
        yield from mono_at(rate_hz, file.blocks())


class _Writer:
    def __init__(self, path: Path, *, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._coded_rate_hz = min((rate for rate in RATES_HZ if rate >= rate_hz), default=RATES_HZ[-1])
        self._frames_sent = 0
        self._pending = np.zeros(0, np.float32)
        self._marks: list[tuple[str, int, int]] = []
        # The index is moved to the front at the end, so that playing starts before all is fetched.
        options = {"movflags": "+faststart", "brand": "M4B "}
        self._container: Any = av.open(str(path), "w", format="ipod", options=options)
        self._stream: Any = self._container.add_stream("aac", rate=self._coded_rate_hz, layout="mono")
        self._stream.bit_rate = BIT_RATE

    def __enter__(self) -> "_Writer":
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()

    def describe(self, *, title: str, author: str, language: str) -> None:
        named = {"title": title, "album": title, "artist": author, "album_artist": author}
        self._container.metadata.update({key: _line(value) for key, value in named.items() if value.strip()})
        self._container.metadata["genre"] = "Audiobook"
        self._container.metadata["media_type"] = "2"  # what players file under audiobooks
        if code := _LANGUAGES.get(language.lower().partition("-")[0]):
            self._stream.metadata["language"] = code

    def chapter(self, title: str, blocks: Iterable[Block]) -> None:
        """Resampled by itself, so that it lasts as long as it did."""
        start = self._frames
        resampler = Resampler(self._rate_hz, self._coded_rate_hz)
        for block in blocks:
            self._feed(resampler.feed(block))
        self._feed(resampler.finish())
        if self._frames > start:
            name = _line(title) or UNTITLED.format(number=len(self._marks) + 1)
            self._marks.append((name, start, self._frames))

    def finish(self) -> list[ChapterMark]:
        if not self._marks:
            raise NoSamples
        if len(self._pending):
            self._send(self._pending)
        self._container.mux(self._stream.encode(None))
        # Their times are known only now; the muxer writes them with its index, at the end.
        self._container.set_chapters([self._as_chapter(*mark) for mark in self._marks])
        rate = self._coded_rate_hz
        return [ChapterMark(title, start / rate, end / rate) for title, start, end in self._marks]

    @property
    def _frames(self) -> int:
        return self._frames_sent + len(self._pending)

    def _feed(self, block: Block) -> None:
        self._pending = np.concatenate([self._pending, np.clip(np.nan_to_num(block, nan=0.0), -1, 1)])
        at_once = self._stream.codec_context.frame_size or 1024
        whole = len(self._pending) // at_once * at_once
        for start in range(0, whole, at_once):
            self._send(self._pending[start : start + at_once])
        self._pending = self._pending[whole:].copy()

    def _send(self, samples: Block) -> None:
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(samples[None], np.float32), format="fltp", layout="mono"
        )
        frame.sample_rate, frame.pts = self._coded_rate_hz, self._frames_sent
        self._frames_sent += len(samples)
        self._container.mux(self._stream.encode(frame))

    def _as_chapter(self, title: str, start: int, end: int) -> dict[str, Any]:
        time_base = Fraction(1, self._coded_rate_hz)
        return {"id": start, "start": start, "end": end, "time_base": time_base, "metadata": {"title": title}}


def _line(text: str) -> str:
    return " ".join(text.split())
