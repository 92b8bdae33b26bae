"""The models folder on disk.

<name>-<version>/            a pack; appears whole or not at all
.staging/<name>-<version>/   what a download has so far; kept for the next try
.locks/                      one download of a pack at a time, across processes
"""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from speech.packs.manifest import Pack, PackFile

_MARKER = "pack.json"
_POLL_SECONDS = 0.5
_STALE_SECONDS = 7 * 86_400


def write_marker(pack: Pack, folder: Path) -> None:
    """Says that this folder was checked, and against which manifest."""
    text = json.dumps({"name": pack.name, "version": pack.version, "digest": pack.digest}, indent=1)
    (folder / _MARKER).write_text(text)
    flush_to_disk(folder / _MARKER)


def marked_digest(folder: Path) -> str | None:
    try:
        return str(json.loads((folder / _MARKER).read_text())["digest"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remove_marker(folder: Path) -> None:
    (folder / _MARKER).unlink(missing_ok=True)


def flush_to_disk(path: Path) -> None:
    """A marker that outlives a power cut must not vouch for bytes that did not."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def keep_only_whole(folder: Path, files: Sequence[PackFile]) -> None:
    """Drop everything that is not one of these files to the byte."""
    whole = {folder / file.name for file in files if file.is_whole(folder)}
    for path in folder.rglob("*"):
        if path.is_file() and path not in whole:
            path.unlink()


class ModelsFolder:
    def __init__(self, root: Path) -> None:
        self.root = root
        self._staging = root / ".staging"

    def of(self, pack: Pack) -> Path:
        return self.root / pack.folder_name

    def staging_of(self, pack: Pack) -> Path:
        return self._staging / pack.folder_name

    @contextmanager
    def lock(self, name: str, on_wait: Callable[[], None]) -> Iterator[None]:
        """Waits in short turns: `on_wait` sees the waiting, and may raise to end it."""
        folder = self.root / ".locks"
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / f"{name}.lock")
        while True:
            try:
                lock.acquire(timeout=_POLL_SECONDS)
                break
            except Timeout:
                on_wait()
        try:
            yield
        finally:
            lock.release()

    def publish(self, files: Path, pack: Pack) -> None:
        for file in pack.files:
            flush_to_disk(files / file.name)
        write_marker(pack, files)
        self.discard(self.of(pack))
        os.rename(files, self.of(pack))

    def discard(self, folder: Path) -> None:
        """Out of sight in one step: nobody meets half a pack while it is being deleted."""
        if not folder.exists():
            return
        self._staging.mkdir(exist_ok=True)
        trash = Path(tempfile.mkdtemp(prefix="trash-", dir=self._staging))
        os.rename(folder, trash / "pack")
        shutil.rmtree(trash, ignore_errors=True)

    def sweep_stale(self) -> None:
        """Downloads nobody came back to, and what a killed process was deleting."""
        if not self._staging.is_dir():
            return
        for folder in self._staging.iterdir():
            if time.time() - folder.stat().st_mtime > _STALE_SECONDS:
                self._sweep(folder)

    def _sweep(self, folder: Path) -> None:
        with self._unless_held(folder.name) as is_free:
            if is_free:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _unless_held(self, name: str) -> Iterator[bool]:
        class Held(Exception):
            pass

        def give_up() -> None:
            raise Held

        try:
            with self.lock(name, give_up):
                yield True
        except Held:
            yield False
