"""What can go wrong with a pack. Each error carries its data, a stable code and a sentence to act on."""

from collections.abc import Sequence
from pathlib import Path


def human_size(size_bytes: int) -> str:
    """In the same units as the pages show."""
    size = float(size_bytes)
    for unit in ("bytes", "KB", "MB"):
        if size < 1024:
            return f"{size:.0f} bytes" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} GB"


class PackError(Exception):
    code = "pack_error"


class UnknownPack(PackError):
    code = "unknown_pack"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"There is no model pack called {name}. There are: {', '.join(known)}.")
        self.name = name


class PackMissing(PackError):
    """Asked for by an engine: the model is not on this machine, or not whole."""

    code = "pack_missing"

    def __init__(self, name: str, *, is_damaged: bool = False) -> None:
        what = "is damaged" if is_damaged else "is not on this machine"
        super().__init__(f"The model pack {name} {what}. Get it with `manage.py packs pull {name}`.")
        self.name = name


class ChecksumMismatch(PackError):
    code = "checksum_mismatch"

    def __init__(self, file_name: str, *, origin: str, expected: str, actual: str) -> None:
        super().__init__(
            f"{file_name} from {origin} is not the file that was expected: its sha256 is {actual}, "
            f"it should be {expected}. It was thrown away."
        )
        self.file_name, self.origin, self.expected, self.actual = file_name, origin, expected, actual


class PackDamaged(PackError):
    code = "pack_damaged"

    def __init__(self, name: str, file_names: Sequence[str]) -> None:
        super().__init__(
            f"The model pack {name} is damaged: {', '.join(file_names)} changed or went missing. "
            f"`manage.py packs pull {name}` mends it."
        )
        self.name, self.file_names = name, tuple(file_names)


class NoSource(PackError):
    code = "no_source"

    def __init__(self, name: str, reasons: Sequence[str]) -> None:
        tried = "; ".join(reasons) or "it has none"
        super().__init__(
            f"The model pack {name} could not be had from any of its sources: {tried}. "
            f"Where there is no network, copy the pack's folder from a machine that has it "
            f"and name the folder around it: `manage.py packs pull {name} --from FOLDER`."
        )
        self.name, self.reasons = name, tuple(reasons)


class DiskFull(PackError):
    code = "disk_full"

    def __init__(self, folder: Path, *, needed_bytes: int, free_bytes: int) -> None:
        super().__init__(
            f"Too little disk space for models in {folder}: {human_size(needed_bytes)} are needed, "
            f"{human_size(free_bytes)} are free. Free some, or set VOICESITE_MODELS_DIR to another disk."
        )
        self.needed_bytes, self.free_bytes = needed_bytes, free_bytes


class PackBusy(PackError):
    code = "pack_busy"

    def __init__(self, name: str) -> None:
        super().__init__(f"The model pack {name} is being downloaded right now. Try again when that is done.")
        self.name = name


class FolderUnusable(PackError):
    code = "folder_unusable"

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"Models cannot be kept in {folder}: {reason}. Set VOICESITE_MODELS_DIR to another folder."
        )
        self.folder = folder


class SourceUnavailable(Exception):
    """One source cannot serve; the next one is tried. Never reaches a caller of the store."""
