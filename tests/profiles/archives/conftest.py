from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from clips.models import Clip
from jobs.models import Job
from profiles.models import Avatar, Profile, Sample


def _files() -> set[str]:
    folders = (Path(settings.MEDIA_ROOT), Path(settings.FILE_UPLOAD_TEMP_DIR))
    return {str(path) for folder in folders for path in folder.rglob("*") if path.is_file()}


def _rows() -> dict[Any, int]:
    return {model: model._base_manager.count() for model in (Profile, Sample, Avatar, Clip, Job)}


@pytest.fixture(autouse=True)
def _own_uploads(settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()


@pytest.fixture
def nothing_is_left() -> Callable[[], Any]:
    @contextmanager
    def watched() -> Iterator[None]:
        files, rows = _files(), _rows()
        yield
        assert (_files(), _rows()) == (files, rows)

    return watched
