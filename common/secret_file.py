"""The site's own secrets, made once and kept in the data directory for its owner's eyes only."""

import os
import secrets
from pathlib import Path


def read_or_create_secret(path: Path, *, length: int = 64) -> str:
    """The secret in `path`, made now if it is not there. Two processes at once agree on one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _read(path)
    except FileNotFoundError:
        pass
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(length))
    try:
        # A link fails where the name exists, so the first one written is everybody's.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return _read(path)


def _read(path: Path) -> str:
    value = path.read_text().strip()
    if not value:
        raise ValueError(f"{path} is empty: delete it and start again to have a new one made")
    return value
