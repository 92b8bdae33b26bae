"""An archive of entries being written: their sound and their words, and a table of all of them."""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils import timezone

from clips.models import Clip
from clips.reading import encoded, is_in_format, opened
from clips.space import require_disk
from common.errors import Conflict, NotFound
from common.file_names import unused
from history import tables
from history.exports import Export, require_possible, require_within
from history.models import Entry
from history.queries import pages_of, whole
from history.words import stem_of, words_of
from jobs.run import JobRun
from speech.audio.encode import write_whole
from speech.audio.errors import AudioError
from speech.audio.formats import audio_format

TABLE = "history.csv"
# What this has beside the columns of every table: under which names its files are, and what is not.
MORE_COLUMNS = ("audio_file", "words_file", "missing")
ENTRIES_AT_ONCE = 20
COPIED_AT_ONCE_BYTES = 1024 * 1024
# What no archive can say is later than that.
EARLIEST = (1980, 1, 1, 0, 0, 0)


class ExportMaking:
    """However often it is begun, it begins anew: of an archive broken off nothing is left."""

    def __init__(self, run: JobRun, *, zone: ZoneInfo) -> None:
        self.run, self.zone = run, zone
        self.export = Export.of(run.params)
        self._count = require_possible(run.owner, self.export)
        self._stems: dict[str, int] = {}
        self._done = self._incomplete = 0

    def make(self) -> dict[str, Any]:
        name = f"history-{timezone.localdate(timezone=self.zone):%Y-%m-%d}.zip"
        # It lies under a name: so it is moved to where it is kept, and not written a second time.
        with TemporaryUploadedFile(name, "application/zip", 0, None) as self._file, _draft() as self._table:
            with zipfile.ZipFile(self._file, "w") as self._archive:
                self._pack_all()
            self._file.size = self._file.tell()
            self._file.flush()
            self.run.attach_file(name, self._file)
            return {"entries": self._done, "incomplete": self._incomplete, "bytes": self._file.size}

    def _pack_all(self) -> None:
        self._table.write(tables.heading(*MORE_COLUMNS))
        for entries in pages_of(self.run.owner, self.export.wanted, limit=ENTRIES_AT_ONCE, shown=whole):
            for entry in entries:
                self.run.checkpoint(self._done / self._count, f"Packing “{entry.title}”")
                self._pack(entry)
                require_within(self._file.tell())
        self._table.seek(0)
        info = self._info(TABLE, timezone.now(), zipfile.ZIP_DEFLATED)
        self._copy(self._table, info)

    def _pack(self, entry: Entry) -> None:
        stem = unused(stem_of(entry), self._stems)
        audio = self._pack_audio(entry, stem) if self.export.has_audio else ""
        words = self._pack_words(entry, stem) if self.export.words_form else ""
        missing = self._missing(audio, words)
        self._table.write(tables.row_of(entry, audio, words, missing))
        self._done += 1
        self._incomplete += bool(missing)

    def _missing(self, audio: str, words: str) -> str:
        lacks_audio, lacks_words = self.export.has_audio and not audio, self.export.words_form and not words
        return ", ".join(["audio"] * bool(lacks_audio) + ["words"] * bool(lacks_words))

    def _pack_audio(self, entry: Entry, stem: str) -> str:
        """The name of its file; empty where its sound is gone, or can't be read."""
        if entry.clip is None or not entry.has_audio:
            return ""
        require_disk(bytes_needed=entry.clip.bytes)
        name = f"{stem}.{self._suffix_of(entry.clip)}"
        try:
            with self._sound_of(entry.clip, entry.title) as sound:
                self._copy(sound, self._info(name, entry.created_at, zipfile.ZIP_STORED))
        except (NotFound, AudioError):
            return ""
        return name

    def _pack_words(self, entry: Entry, stem: str) -> str:
        try:
            words, suffix = words_of(entry, self.export.words_form)
        except (NotFound, Conflict):  # nothing was said, its text was not kept, or it is being made
            return ""
        name = f"{stem}.{suffix}"
        self._archive.writestr(self._info(name, entry.created_at, zipfile.ZIP_DEFLATED), words)
        return name

    def _is_kept_so(self, clip: Clip) -> bool:
        return not self.export.audio_format or is_in_format(clip, self.export.audio_format)

    def _suffix_of(self, clip: Clip) -> str:
        return clip.suffix if self._is_kept_so(clip) else audio_format(self.export.audio_format).suffix

    @contextmanager
    def _sound_of(self, clip: Clip, title: str) -> Iterator[IO[bytes]]:
        if self._is_kept_so(clip):
            with opened(clip) as file:
                yield file
            return
        with _draft() as file:  # before anything of it is in the archive: half of it may be readable alone
            chunks = encoded(clip, self.export.audio_format, title=title)
            write_whole(file, self._watched(chunks), format_name=self.export.audio_format)
            file.seek(0)
            yield file

    def _copy(self, source: IO[bytes], info: zipfile.ZipInfo) -> None:
        with self._archive.open(info, "w", force_zip64=True) as target:
            blocks = iter(lambda: source.read(COPIED_AT_ONCE_BYTES), b"")
            for block in self._watched(blocks):
                target.write(block)

    def _watched(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Nobody waits for the end of an hour of sound to have this cancelled."""
        for chunk in chunks:
            self.run.checkpoint()
            yield chunk

    def _info(self, name: str, moment: Any, compress_type: int) -> zipfile.ZipInfo:
        told = max(moment.astimezone(self.zone).timetuple()[:6], EARLIEST)
        info = zipfile.ZipInfo(name, date_time=told)
        info.compress_type = compress_type
        return info


def _draft() -> IO[bytes]:
    return tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)
