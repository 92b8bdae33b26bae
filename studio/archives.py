"""A ZIP being written. What it holds is sound, which does not get smaller by packing, and a list of it."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from common.file_names import stem_of_title, unused
from speech.archives.packing import blocks_of


class Archive:
    def __init__(self, file: Path | IO[bytes], *, check: Callable[[], None]) -> None:
        self._zip = zipfile.ZipFile(file, "w")
        self._check = check
        self._stems: dict[str, int] = {}

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def add(self, path: Path, *, title: str, otherwise: str) -> str:
        """The file is taken: it lies in the archive only. Returns its name there, which no other has."""
        name = unused(stem_of_title(title, otherwise=otherwise), self._stems) + path.suffix
        info = zipfile.ZipInfo.from_file(path, name)
        with path.open("rb") as source, self._zip.open(info, "w", force_zip64=True) as target:
            for block in blocks_of(source):
                self._check()
                target.write(block)
        path.unlink()
        return name

    def write_list(self, name: str, manifest: dict[str, Any]) -> None:
        text = json.dumps(manifest, ensure_ascii=False, indent=2)
        self._zip.writestr(name, text.encode("utf-8", "replace"), zipfile.ZIP_DEFLATED)
