"""Reading attempts."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from dictation.models import Attempt, Repetition


def attempts_of(user: Any) -> QuerySet[Attempt]:
    """The last practised first, each with `due_at` of its item."""
    due = Repetition.objects.filter(owner=user, item=OuterRef("item")).values("due_at")
    found = Attempt.objects.for_user(user).annotate(due_at=Subquery(due[:1]))
    return found.order_by("-practised_at", "id")
