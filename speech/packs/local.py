"""Files that are already on this machine: a mounted disk, a copied models folder."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from speech.packs.errors import SourceUnavailable
from speech.packs.manifest import Pack, PackFile, SourceReport


@dataclass(frozen=True)
class LocalFolder:
    """Either a models folder, with a folder per pack, or the pack's files themselves."""

    folder: Path
    pack: Pack

    @property
    def label(self) -> str:
        return f"the folder {self.folder}"

    def download_bytes(self, wanted: Sequence[PackFile]) -> int:
        return 0

    def fetch(self, wanted: Sequence[PackFile], *, into: Path, scratch: Path, report: SourceReport) -> None:
        found = {file: path for file in wanted if (path := self._find(file))}
        if not found:
            raise SourceUnavailable("none of its files are there")
        for number, (file, path) in enumerate(found.items()):
            report(f"Copying {file.name}", number / len(found))
            target = into / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)

    def _find(self, file: PackFile) -> Path | None:
        folders = [self.folder / self.pack.folder_name, self.folder / self.pack.name, self.folder]
        present = [folder / file.name for folder in folders if (folder / file.name).is_file()]
        # Packs share names such as config.json: in a folder of loose files the size tells them apart.
        fitting = [path for path in present if path.stat().st_size == file.size_bytes]
        return next(iter(fitting or present), None)


class NoNetwork:
    """Takes the place of every source elsewhere, so that a failure can say why none was asked."""

    label = "the network"

    def download_bytes(self, wanted: Sequence[PackFile]) -> int:
        return 0

    def fetch(self, wanted: Sequence[PackFile], *, into: Path, scratch: Path, report: SourceReport) -> None:
        raise SourceUnavailable("not asked, the site is set to be offline (VOICESITE_OFFLINE)")
