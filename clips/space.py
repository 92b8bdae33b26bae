"""Room for one more file: within the person's quota and on the server's disk."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat

from clips.queries import storage_used_bytes
from common.errors import OutOfSpace
from common.owned import lock_owner


def require_quota(*, owner: Any, bytes_needed: int) -> None:
    quota = owner.storage_quota_bytes
    if quota is None:
        return
    left = max(quota - storage_used_bytes(owner), 0)
    if bytes_needed > left:
        raise OutOfSpace(
            f"This needs {_size(bytes_needed)}, and {_size(left)} of your {_size(quota)} are left. "
            "Delete clips that you no longer need; their room is free a few minutes later."
        )


def require_quota_in_transaction(*, owner: Any, bytes_needed: int) -> None:
    """Uploads of one person wait for each other here, so that two can't both take the last of the room."""
    lock_owner(owner.pk)
    require_quota(owner=owner, bytes_needed=bytes_needed)


def require_disk(*, bytes_needed: int) -> None:
    free = free_disk_bytes()
    if free is not None and free - bytes_needed < settings.CONFIG.free_disk_min_bytes:
        raise OutOfSpace(
            "The server's disk is almost full, so nothing was stored. Tell its administrator.",
            code="disk_full",
        )


def free_disk_bytes() -> int | None:
    """None where the files are not on a disk of this machine."""
    try:
        folder = Path(default_storage.path(""))
    except NotImplementedError:
        return None
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _size(value: int) -> str:
    return filesizeformat(value)
