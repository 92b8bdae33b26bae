"""What killed processes left on the disk: half an upload, a health check's file, half a restored backup."""

import logging
import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from common.stored_files import is_old

logger = logging.getLogger(__name__)
LEFT_FOR = timedelta(days=1)
_STORED_FOR_A_MOMENT = "health"


def remove_leftovers(*, older_than: timedelta = LEFT_FOR) -> int:
    return sum(_removed(path) for path in leftovers(older_than=older_than)) + _remove_old_stored()


def leftovers(*, older_than: timedelta) -> list[Path]:
    return [path for path in _paths() if _is_older(path, older_than)]


def _paths() -> Iterator[Path]:
    yield from Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*")
    yield from Path(settings.DATA_DIR).glob("restore-*")


def _is_older(path: Path, age: timedelta) -> bool:
    try:
        return path.lstat().st_mtime < time.time() - age.total_seconds()
    except FileNotFoundError:
        return False


def _removed(path: Path) -> bool:
    try:
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    except OSError:
        logger.warning("%s could not be removed", path, exc_info=True)
        return False
    return True


def _remove_old_stored() -> int:
    try:
        _, files = default_storage.listdir(_STORED_FOR_A_MOMENT)
    except FileNotFoundError:
        return 0
    old = [name for file in files if is_old(name := f"{_STORED_FOR_A_MOMENT}/{file}", LEFT_FOR)]
    for name in old:
        default_storage.delete(name)
    return len(old)
