"""What goes with a person."""

from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from studio.compositions.preview.stems import stem_files


@receiver(post_delete, sender=settings.AUTH_USER_MODEL)
def forget_stems(instance: Any, **_: Any) -> None:
    transaction.on_commit(partial(stem_files().forget_owner, str(instance.pk)))
