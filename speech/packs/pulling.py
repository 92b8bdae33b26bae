"""One download of one pack, from the first source to the finished folder."""

import errno
import logging
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from speech.packs.errors import ChecksumMismatch, DiskFull, NoSource, SourceUnavailable
from speech.packs.folders import keep_only_whole
from speech.packs.manifest import Pack, PackFile, Source, sha256_of
from speech.packs.progress import OnProgress, Progress

logger = logging.getLogger(__name__)


class Pull:
    """Gathers a pack's files in `staging/files`, asking one source after the other until none is missing.

    Stopped at any point, it leaves what the next one takes up: files, and archives in `staging/scratch`.
    """

    def __init__(self, pack: Pack, staging: Path, on_progress: OnProgress, *, reserve_bytes: int = 0) -> None:
        self.files = staging / "files"
        self._pack = pack
        self._staging = staging
        self._scratch = staging / "scratch"
        self._progress = Progress(pack, on_progress)
        self._reserve_bytes = reserve_bytes
        self._reasons: list[str] = []
        self._mismatches: list[ChecksumMismatch] = []

    def gather(self, sources: Iterable[Source]) -> None:
        self._take_up()
        missing = self._missing_of(self._pack.files)
        for source in sources:
            if not missing:
                return
            self._ask(source, missing)
            missing = self._missing_of(missing)
        if missing:
            self._give_up()

    def _take_up(self) -> None:
        for folder in (self.files, self._scratch):
            folder.mkdir(parents=True, exist_ok=True)
        for leftover in self._scratch.glob(".part-*"):  # of a process that was killed
            shutil.rmtree(leftover, ignore_errors=True)
        keep_only_whole(self.files, self._pack.files)

    def _missing_of(self, files: Sequence[PackFile]) -> list[PackFile]:
        return [file for file in files if not file.has_right_size(self.files)]

    def _ask(self, source: Source, missing: Sequence[PackFile]) -> None:
        try:
            self._require_space(source, missing)
            source.fetch(missing, into=self.files, scratch=self._scratch, report=self._progress.of(missing))
        except SourceUnavailable as error:
            self._note(source, str(error))
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise self._disk_full(source, missing) from None
            self._note(source, error.strerror or type(error).__name__)
        self._throw_out_wrong(source, missing)

    def _note(self, source: Source, reason: str) -> None:
        self._reasons.append(f"{source.label}: {reason}")
        logger.debug("Pack %s is not to be had from %s: %s", self._pack.name, source.label, reason)

    def _throw_out_wrong(self, source: Source, files: Sequence[PackFile]) -> None:
        for file in files:
            path = self.files / file.name
            if not path.is_file():
                continue
            self._progress.tell(f"Checking {file.name}", self._pack.size_bytes)
            actual = sha256_of(path)
            if actual != file.sha256:
                path.unlink()
                self._refuse(
                    ChecksumMismatch(file.name, origin=source.label, expected=file.sha256, actual=actual)
                )

    def _refuse(self, mismatch: ChecksumMismatch) -> None:
        logger.warning("Pack %s: %s", self._pack.name, mismatch)
        self._mismatches.append(mismatch)
        # The archives that made a wrong file would make it again.
        shutil.rmtree(self._scratch)
        self._scratch.mkdir()

    def _give_up(self) -> None:
        if self._mismatches:
            shutil.rmtree(self._staging, ignore_errors=True)
            raise self._mismatches[0]
        raise NoSource(self._pack.name, self._reasons)

    def _needed_bytes(self, source: Source, missing: Sequence[PackFile]) -> int:
        files = sum(file.size_bytes for file in missing)
        return files + source.download_bytes(missing) + self._reserve_bytes

    def _require_space(self, source: Source, missing: Sequence[PackFile]) -> None:
        if shutil.disk_usage(self._staging).free < self._needed_bytes(source, missing):
            raise self._disk_full(source, missing)

    def _disk_full(self, source: Source, missing: Sequence[PackFile]) -> DiskFull:
        return DiskFull(
            self._staging.parent.parent,
            needed_bytes=self._needed_bytes(source, missing),
            free_bytes=shutil.disk_usage(self._staging).free,
        )
