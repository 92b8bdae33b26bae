"""Files that the site's own account alone may read. One under its name is a whole one."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def make_private(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def write_privately(path: Path, data: bytes, *, draft: Path) -> None:
    """Beside it and renamed: nobody reads half of it. `draft` is nobody else's meanwhile."""
    make_private(path.parent)
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
        os.replace(draft, path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def files_below(folder: Path, suffix: str = "") -> Iterator[tuple[Path, os.stat_result]]:
    """Those that are still there: `Path.glob` fails where somebody removes a folder meanwhile."""
    for place, _, names in os.walk(folder):
        for path in (Path(place, name) for name in names if name.endswith(suffix)):
            with suppress(FileNotFoundError):
                yield path, path.stat()


def bytes_below(folder: Path, suffix: str = "") -> int:
    return sum(known.st_size for _, known in files_below(folder, suffix))
