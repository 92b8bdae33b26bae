"""Pages and their parts."""

from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

# Of a form that is shown again with what is wrong in it: HTMX puts it in its place.
UNPROCESSABLE = 422


class PageRequest(HttpRequest):
    """Behind `login_required`, with HTMX's headers read. For the type checker."""

    user: Any
    htmx: HtmxDetails


def wants_part(request: PageRequest) -> bool:
    """A boosted link or form wants the whole page, like one without scripts."""
    return bool(request.htmx) and not request.htmx.boosted and not request.htmx.history_restore_request
