"""Pages and their parts."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseStopPolling, reswap, retarget
from django_htmx.middleware import HtmxDetails

from common.errors import NotFound

# Of a form that is shown again with what is wrong in it: HTMX puts it in its place.
UNPROCESSABLE = 422


class PageRequest(HttpRequest):
    """Behind `login_required`, with HTMX's headers read. For the type checker."""

    user: Any
    htmx: HtmxDetails


def wants_part(request: PageRequest) -> bool:
    """A boosted link or form wants the whole page, like one without scripts."""
    return bool(request.htmx) and not request.htmx.boosted and not request.htmx.history_restore_request


def in_its_own_place(response: HttpResponse) -> HttpResponse:
    """An answer to what asks again and again: not yet the end, which takes the place of more than itself.

    What it belongs to may be replaced while it asks. A target that is named in the answer would then not be
    found, so the wide one stands in the page, and the narrow one comes with each answer but the last.
    """
    return retarget(response, "this")


def asked_again_and_again(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that a part of a page asks until something is done. What goes meanwhile, here or in another tab,
    is no error to tell anybody: there is nothing more to ask for."""

    @wraps(view)
    def answered(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotFound:
            if not wants_part(request):
                raise
            return reswap(HttpResponseStopPolling(), "none")

    return answered
