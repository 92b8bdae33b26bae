"""Result files: random names, gone with their job."""

import uuid
from pathlib import PurePath
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from jobs.models import Job

FOLDER = "jobs"


def random_name(file_name: str) -> str:
    """Two-level folders keep directories small; the owner's name for the file is only given at download."""
    stem = uuid.uuid4().hex
    return f"{FOLDER}/{stem[:2]}/{stem}{PurePath(file_name).suffix.lower()[:10]}"


def delete_on_commit(name: str) -> None:
    if name:
        transaction.on_commit(lambda: default_storage.delete(name))


@receiver(post_delete, sender=Job, dispatch_uid="jobs.files")
def delete_file_of_deleted_job(instance: Job, **_: Any) -> None:
    delete_on_commit(instance.file.name or "")
