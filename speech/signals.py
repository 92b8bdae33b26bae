"""What goes with a person."""

import logging
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from speech.engine_pool import passage_cache

logger = logging.getLogger(__name__)


@receiver(post_delete, sender=settings.AUTH_USER_MODEL)
def forget_passages(instance: Any, **_: Any) -> None:
    transaction.on_commit(partial(_forget, str(instance.pk)))


def _forget(owner: str) -> None:
    try:
        passage_cache().forget_owner(owner)
    except OSError as error:
        logger.error("Passages of a deleted person stay on the disk: %s", error)
