"""The file goes after the row, whoever deleted the row: a service, a cascade, the admin."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from clips.models import Clip


@receiver(post_delete, sender=Clip, dispatch_uid="clips.remove_file")
def remove_file(sender: type[Clip], instance: Clip, **kwargs: Any) -> None:
    name, storage = instance.file_name, instance.file.storage
    # robust: one file that can't be removed must not keep the others; the sweep tries again.
    transaction.on_commit(lambda: storage.delete(name), robust=True)
