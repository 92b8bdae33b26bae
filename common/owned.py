"""Rows that belong to a person. Reading starts from `.for_user(user)`; there is no other way for a view."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models


class OwnedQuerySet(models.QuerySet):
    def for_user(self, user: Any) -> Self:
        return self.filter(owner=user) if user.is_authenticated else self.none()


class OwnedModel(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="%(class)ss")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True


def lock_owner(owner_id: Any) -> None:
    """Whoever counts or orders what a person has waits here for the others who do.

    To be locked before anything that the person has: two who lock in another order wait for each other. Rows
    that point at the person can be written meanwhile. SQLite's transactions wait at their start.
    """
    get_user_model().objects.select_for_update(no_key=True).filter(pk=owner_id).first()
