"""What was removed can be brought back for a while: for how long, and how a page tells so."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpResponse
from django_htmx.http import trigger_client_event

from common.errors import NotFound
from common.htmx import PageRequest

Row = TypeVar("Row")

UNDO_WITHIN = timedelta(seconds=60)


def offer_undo(response: HttpResponse, *, text: str, undo_url: str) -> HttpResponse:
    toast: dict[str, Any] = {"level": "info", "text": text, "undo_url": undo_url}
    return trigger_client_event(response, "toast", toast)


def just_deleted(request: PageRequest, discarded_for: Callable[[Any, UUID], Row]) -> Row | None:
    """For the page without scripts: what can still be brought back."""
    try:
        return discarded_for(request.user, UUID(request.GET.get("deleted", "")))
    except (ValueError, NotFound):
        return None
