"""The packs of one machine: which are there, where, and how to get, check and remove them."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from speech.packs.catalogue import PACKS
from speech.packs.errors import FolderUnusable, PackBusy, PackDamaged, PackMissing, UnknownPack
from speech.packs.folders import ModelsFolder, marked_digest, remove_marker, write_marker
from speech.packs.local import LocalFolder, NoNetwork
from speech.packs.manifest import Pack, Source
from speech.packs.progress import OnProgress, silent
from speech.packs.pulling import Pull
from speech.private_files import bytes_below


class PackState(StrEnum):
    ABSENT = "absent"
    READY = "ready"
    DAMAGED = "damaged"


class PackStore:
    def __init__(
        self,
        models_dir: Path,
        offline: bool = False,
        local_dirs: Sequence[Path] = (),
        *,
        packs: Mapping[str, Pack] = PACKS,
        reserve_bytes: int = 0,
    ) -> None:
        """`reserve_bytes` of the disk are left free by every pull."""
        self.models_dir = models_dir
        self.packs = packs
        self._folders = ModelsFolder(models_dir)
        self._offline = offline
        self._local_dirs = tuple(local_dirs)
        self._reserve_bytes = reserve_bytes

    def pack(self, name: str) -> Pack:
        try:
            return self.packs[name]
        except KeyError:
            raise UnknownPack(name, list(self.packs)) from None

    def folder(self, name: str) -> Path:
        """Where the pack is or would be."""
        return self._folders.of(self.pack(name))

    def state(self, name: str) -> PackState:
        """From file sizes and the marker alone, so that a health check may ask; `verify` reads the bytes."""
        pack, folder = self.pack(name), self.folder(name)
        if not folder.is_dir():
            return PackState.ABSENT
        has_files = all(file.has_right_size(folder) for file in pack.files)
        is_ready = has_files and marked_digest(folder) == pack.digest
        return PackState.READY if is_ready else PackState.DAMAGED

    def path(self, name: str) -> Path:
        state = self.state(name)
        if state is not PackState.READY:
            raise PackMissing(name, is_damaged=state is PackState.DAMAGED)
        return self.folder(name)

    def installed_bytes(self, name: str) -> int:
        return bytes_below(self.folder(name))

    def pull(self, name: str, on_progress: OnProgress = silent) -> Path:
        """The pack's folder, downloaded first where it is not there whole.

        `on_progress(step, done_bytes, total_bytes)` may raise to stop; what was downloaded by then
        is kept for the next try.
        """
        pack = self.pack(name)

        def wait() -> None:
            on_progress("Waiting for another download of this pack", 0, pack.size_bytes)

        if self.state(name) is not PackState.READY:
            with self._usable_folder(), self._folders.lock(pack.folder_name, wait):
                if self.state(name) is not PackState.READY:  # whoever was before us may have done it
                    self._pull_alone(pack, on_progress)
        on_progress("Ready", pack.size_bytes, pack.size_bytes)
        return self.path(name)

    def verify(self, name: str) -> None:
        """Read every byte. A pack that fails is marked damaged, so that no engine loads it."""
        pack, folder = self.pack(name), self.folder(name)
        if not folder.is_dir():
            raise PackMissing(name)
        wrong = [file.name for file in pack.files if not file.is_whole(folder)]
        if wrong:
            remove_marker(folder)
            raise PackDamaged(name, wrong)
        if marked_digest(folder) != pack.digest:
            write_marker(pack, folder)

    def remove(self, name: str) -> None:
        """The pack and whatever was left of its downloads."""
        pack = self.pack(name)

        def refuse() -> None:
            raise PackBusy(name)

        if self.models_dir.is_dir():
            with self._usable_folder(), self._folders.lock(pack.folder_name, refuse):
                self._folders.discard(self.folder(name))
                shutil.rmtree(self._folders.staging_of(pack), ignore_errors=True)

    def _pull_alone(self, pack: Pack, on_progress: OnProgress) -> None:
        self._folders.sweep_stale()
        staging = self._folders.staging_of(pack)
        pull = Pull(pack, staging, on_progress, reserve_bytes=self._reserve_bytes)
        self._salvage(pack, pull.files)
        pull.gather(self._sources(pack))
        self._folders.publish(pull.files, pack)
        shutil.rmtree(staging, ignore_errors=True)

    def _salvage(self, pack: Pack, files: Path) -> None:
        """The whole files of a damaged pack need not be downloaded again."""
        damaged = self._folders.of(pack)
        if damaged.is_dir() and not files.exists():
            files.parent.mkdir(parents=True, exist_ok=True)
            os.rename(damaged, files)

    def _sources(self, pack: Pack) -> Iterator[Source]:
        for folder in self._local_dirs:
            yield LocalFolder(folder, pack)
        yield from (NoNetwork(),) if self._offline else pack.sources

    @contextmanager
    def _usable_folder(self) -> Iterator[None]:
        try:
            yield
        except (PermissionError, NotADirectoryError, FileExistsError) as error:
            raise FolderUnusable(self.models_dir, error.strerror or type(error).__name__) from None
