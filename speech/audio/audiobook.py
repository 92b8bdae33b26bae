"""Chapters into one M4B: AAC in MP4, with marks that players show. Hours in next to no memory.

A file under its name is a whole one: it is written beside, and renamed at the end.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from speech.audio.decode import OURS, AudioFile
from speech.audio.errors import NoSamples
from speech.audio.formats import M4B
from speech.audio.mono import mono_at
from speech.audio.mp4 import ChapterMark, Mp4File, one_line
from speech.audio.resample import Resampler
from speech.audio.whole_files import whole_or_none

Block = NDArray[np.float32]
ChapterBlocks = tuple[str, Iterable[Block]]

BIT_RATE = M4B.bit_rate
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
    code = _LANGUAGES.get(language.lower().partition("-")[0], "")
    with whole_or_none(path) as draft, Mp4File(draft, M4B, rate_hz=rate_hz) as file:
        file.describe(title=title, author=author, language=code)
        book = _Book(file, rate_hz=rate_hz)
        for name, blocks in chapters:
            book.chapter(name, blocks)
        return book.finish()


def file_blocks(source: str | Path | IO[bytes], *, rate_hz: int) -> Iterator[Block]:
    """Any recording as mono blocks at a rate."""
    with AudioFile(source, limits=OURS) as file:
        yield from mono_at(rate_hz, file.blocks())


class _Book:
    def __init__(self, file: Mp4File, *, rate_hz: int) -> None:
        self._file, self._rate_hz = file, rate_hz
        self._chapters: list[tuple[str, int, int]] = []

    def chapter(self, title: str, blocks: Iterable[Block]) -> None:
        """Resampled by itself, so that it lasts as long as it did."""
        start = self._file.frames
        resampler = Resampler(self._rate_hz, self._file.coded_rate_hz)
        for block in blocks:
            self._file.feed(resampler.feed(block))
        self._file.feed(resampler.finish())
        if self._file.frames > start:
            name = one_line(title) or UNTITLED.format(number=len(self._chapters) + 1)
            self._chapters.append((name, start, self._file.frames))

    def finish(self) -> list[ChapterMark]:
        if not self._chapters:
            raise NoSamples
        self._file.finish(self._chapters)
        rate = self._file.coded_rate_hz
        return [ChapterMark(title, start / rate, end / rate) for title, start, end in self._chapters]
