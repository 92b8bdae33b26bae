"""Model packs belong to the machine: its staff look after them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from common.errors import NotFound

View = Callable[..., HttpResponse]


def staff_only(view: View) -> View:
    """Others are told what an unknown address tells them."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_staff:
            raise NotFound()
        return view(request, *args, **kwargs)

    return guarded
