"""A file under its name is a whole one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_or_none(path: Path) -> Iterator[Path]:
    """Where to write: beside it, and moved there once the block has ended well. Else nothing is left."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield draft
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
