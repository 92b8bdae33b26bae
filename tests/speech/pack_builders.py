"""Tiny packs and a source that stands in for the network."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from speech.packs import Pack, PackFile, SourceUnavailable

CONTENT = {"model.bin": b"weights" * 1000, "config.json": b'{"rate": 16000}'}


def make_file(name: str, content: bytes) -> PackFile:
    return PackFile(name, len(content), hashlib.sha256(content).hexdigest())


def make_pack(*sources: object, name: str = "tiny", content: Mapping[str, bytes] = CONTENT) -> Pack:
    return Pack(
        name=name,
        title="Tiny",
        description="For tests.",
        version="1",
        licence="CC0",
        files=tuple(make_file(file, body) for file, body in content.items()),
        sources=sources,
    )


@dataclass
class FakeCarrier:
    """Serves `content`; `before(file_name)` may raise or wait, as a network does."""

    content: Mapping[str, bytes] = field(default_factory=lambda: dict(CONTENT))
    before: Callable[[str], None] = lambda name: None
    label: str = "the fake carrier"
    needs_bytes: int = 0
    asked_for: list[str] = field(default_factory=list)

    def download_bytes(self, wanted: Sequence[PackFile]) -> int:
        return self.needs_bytes

    def fetch(self, wanted: Sequence[PackFile], *, into: Path, scratch: Path, report: object) -> None:
        for number, file in enumerate(wanted):
            report(f"Carrying {file.name}", number / len(wanted))
            self.before(file.name)
            self.asked_for.append(file.name)
            if file.name not in self.content:
                raise SourceUnavailable(f"it has no {file.name}")
            (into / file.name).write_bytes(self.content[file.name])


def write_folder(folder: Path, content: Mapping[str, bytes] = CONTENT) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in content.items():
        (folder / name).write_bytes(body)
    return folder
