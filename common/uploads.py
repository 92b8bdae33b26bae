"""An uploaded file that leaves nothing behind: from here on it has no name on the disk."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.utils.datastructures import MultiValueDict


@contextmanager
def uploads_closed(files: MultiValueDict) -> Iterator[None]:
    """At the end of the block whatever was uploaded is gone, but what was `taken`."""
    try:
        yield
    finally:
        for _, uploaded in files.lists():
            for file in uploaded:
                file.close()


def taken(file: Any) -> IO[bytes]:
    """The bytes of an upload, for as long as somebody reads them: its file is removed when it is closed.

    A client that leaves, a process that is killed: neither leaves a file.
    """
    if hasattr(file, "temporary_file_path"):
        return Path(file.temporary_file_path()).open("rb")
    file.seek(0)
    return io.BytesIO(file.read())
