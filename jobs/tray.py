"""The tray: every job under way on one card each, one poll for all of them."""

from typing import TypeVar

from django.http import HttpResponseBase
from django_htmx.http import trigger_client_event

JOBS_STARTED = "jobs-started"
Answer = TypeVar("Answer", bound=HttpResponseBase)


def with_tray_refresh(response: Answer) -> Answer:
    """Tell the page that a job was started, so that the tray looks at once."""
    return trigger_client_event(response, JOBS_STARTED)
