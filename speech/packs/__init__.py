"""Model packs: what they are, where they come from, and how they get onto this machine. Plain Python.

store = PackStore(models_dir)
store.pull("whisper-base")
store.path("whisper-base") / "model.bin"
"""

from speech.packs.catalogue import DEFAULT_PACKS, PACKS
from speech.packs.errors import (
    ChecksumMismatch,
    DiskFull,
    FolderUnusable,
    NoSource,
    PackBusy,
    PackDamaged,
    PackError,
    PackMissing,
    SourceUnavailable,
    UnknownPack,
    human_size,
)
from speech.packs.manifest import Pack, PackFile, Source
from speech.packs.progress import OnProgress
from speech.packs.store import PackState, PackStore

__all__ = [
    "DEFAULT_PACKS",
    "PACKS",
    "ChecksumMismatch",
    "DiskFull",
    "FolderUnusable",
    "NoSource",
    "OnProgress",
    "Pack",
    "PackBusy",
    "PackDamaged",
    "PackError",
    "PackFile",
    "PackMissing",
    "PackState",
    "PackStore",
    "Source",
    "SourceUnavailable",
    "UnknownPack",
    "human_size",
]
