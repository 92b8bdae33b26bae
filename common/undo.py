"""What was removed can be brought back for a while: for how long, and how a page tells so."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django_htmx.http import trigger_client_event

UNDO_WITHIN = timedelta(seconds=60)


def offer_undo(response: HttpResponse, *, text: str, undo_url: str) -> HttpResponse:
    toast: dict[str, Any] = {"level": "info", "text": text, "undo_url": undo_url}
    return trigger_client_event(response, "toast", toast)
