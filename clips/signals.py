"""The file goes after the row, whoever deleted the row: a service, a cascade, the admin."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from clips.models import Clip
from common.stored_files import delete_on_commit


@receiver(post_delete, sender=Clip, dispatch_uid="clips.remove_file")
def remove_file(sender: type[Clip], instance: Clip, **kwargs: Any) -> None:
    delete_on_commit(instance.file_name, instance.file.storage)
