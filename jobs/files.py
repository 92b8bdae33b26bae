"""Result files: gone with their job. The owner's name for one is only given at download."""

from pathlib import PurePath
from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from common.stored_files import delete_on_commit, random_name
from jobs.models import Job

FOLDER = "jobs"


def result_name(file_name: str) -> str:
    return random_name(FOLDER, PurePath(file_name).suffix.lower()[:10])


@receiver(post_delete, sender=Job, dispatch_uid="jobs.files")
def delete_file_of_deleted_job(instance: Job, **_: Any) -> None:
    delete_on_commit(instance.file.name or "")
