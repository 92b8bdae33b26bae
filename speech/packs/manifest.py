"""What a pack is: its files to the byte, what they may be used for, and where they come from."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Protocol

_BLOCK_BYTES = 1024 * 1024

# A step in words and how far it is, 0..1. May raise to stop the work.
SourceReport = Callable[[str, float], None]


def is_safe_name(name: str) -> bool:
    """A relative path that stays below where it is put."""
    path = PurePosixPath(name)
    is_plain = bool(name) and "\\" not in name and "\0" not in name
    return is_plain and not path.is_absolute() and ".." not in path.parts


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


@dataclass(frozen=True)
class PackFile:
    name: str
    size_bytes: int
    sha256: str

    def __post_init__(self) -> None:
        if not is_safe_name(self.name):
            raise ValueError(f"{self.name!r} is no name for a file in a pack")

    def has_right_size(self, folder: Path) -> bool:
        path = folder / self.name
        return path.is_file() and path.stat().st_size == self.size_bytes

    def is_whole(self, folder: Path) -> bool:
        return self.has_right_size(folder) and sha256_of(folder / self.name) == self.sha256


class Source(Protocol):
    """A place that may hold a pack's files."""

    @property
    def label(self) -> str:
        """Names the place in a sentence."""

    def download_bytes(self, wanted: Sequence[PackFile]) -> int:
        """Disk space needed beside the finished files."""

    def fetch(self, wanted: Sequence[PackFile], *, into: Path, scratch: Path, report: SourceReport) -> None:
        """Put what it has of `wanted` into `into`. Checking is the caller's business.

        `scratch` survives an interruption, for what need not be fetched twice.
        Raises SourceUnavailable where it has nothing to give.
        """


@dataclass(frozen=True)
class Pack:
    name: str
    title: str
    description: str
    version: str
    licence: str
    files: tuple[PackFile, ...]
    languages: tuple[str, ...] = ()  # it speaks or understands; BCP 47
    sources: tuple[Source, ...] = field(default=(), repr=False)

    @property
    def folder_name(self) -> str:
        return f"{self.name}-{self.version}"

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files)

    @cached_property
    def digest(self) -> str:
        """Names exactly these files: a folder made for other ones is not this pack."""
        listing = sorted((file.name, file.size_bytes, file.sha256) for file in self.files)
        return hashlib.sha256(json.dumps(listing).encode()).hexdigest()
