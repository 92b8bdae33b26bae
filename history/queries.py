"""Reading entries."""

from typing import Any

from django.db.models import QuerySet

from history.models import Entry


def entries_of(user: Any) -> QuerySet[Entry]:
    """All that has not been deleted, the newest first."""
    return Entry.objects.for_user(user).filter(deleted_at=None).order_by("-created_at", "id")
