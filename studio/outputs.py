"""How what was mixed becomes a file. There is no other way."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from speech.audio.encode import encode, write_whole
from speech.audio.errors import NoSamples
from speech.audio.flac_head import tell_length
from speech.audio.formats import M4A, M4B, AudioFormat, UnknownFormat, audio_format
from speech.audio.mp4 import ChapterMark, Mp4File, chapters_of
from speech.audio.resample import Resampler
from speech.audio.samples import Block, shaped
from speech.audio.whole_files import whole_or_none

FORMATS: Mapping[str, AudioFormat] = {
    form.name: form for form in (*map(audio_format, ("wav", "mp3", "flac", "opus")), M4A, M4B)
}


def output_format(name: str) -> AudioFormat:
    try:
        return FORMATS[name]
    except KeyError:
        raise UnknownFormat(name, tuple(FORMATS)) from None


def written(
    path: Path,
    blocks: Iterable[Block],
    *,
    format_name: str,
    rate_hz: int,
    channels: int,
    title: str = "",
    marks: Sequence[ChapterMark] = (),
    dither: bool = True,
) -> int:
    """How many frames it was, at `rate_hz`. The file is there whole, or not at all.

    Blocks are (frames,) or (frames, 1) of one channel, (frames, 2) of two. Who only converts what has
    16 bits wants no `dither`. `marks` become the chapters of an M4A or M4B; the others have none.
    """
    form = output_format(format_name)
    with whole_or_none(path) as draft:
        counted = _Counted(blocks)
        sound: dict[str, Any] = {"rate_hz": rate_hz, "channels": channels, "title": title}
        if form in (M4A, M4B):
            _write_mp4(draft, counted, form, marks=marks, **sound)
        else:
            _write_encoded(draft, counted, form, dither=dither, **sound)
        if not counted.frames:
            raise NoSamples
    return counted.frames


class _Counted:
    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks, self.frames = blocks, 0

    def __iter__(self) -> Iterator[Block]:
        for block in self._blocks:
            self.frames += len(block)
            yield block


def _write_encoded(path: Path, blocks: _Counted, form: AudioFormat, **sound: Any) -> None:
    with path.open("w+b") as file:
        chunks = encode(blocks, form.name, is_mended=True, **sound)
        write_whole(file, chunks, format_name=form.name)
        if form.name == "flac":
            tell_length(file, blocks.frames)


def _write_mp4(
    path: Path,
    blocks: Iterable[Block],
    form: AudioFormat,
    *,
    rate_hz: int,
    channels: int,
    title: str,
    marks: Sequence[ChapterMark],
) -> None:
    with Mp4File(path, form, rate_hz=rate_hz, channels=channels) as file:
        file.describe(title=title)
        resampler = Resampler(rate_hz, file.coded_rate_hz, channels=channels)
        for block in blocks:
            file.feed(resampler.feed(shaped(block, channels)))
        file.feed(resampler.finish())
        file.finish(chapters_of(marks, rate_hz=file.coded_rate_hz, frames=file.frames))
