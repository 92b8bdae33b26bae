"""After too many failed sign-ins from one place, the door stays shut for a while and says how long."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(request: HttpRequest, original_response: Any = None, credentials: Any = None) -> HttpResponse:
    cool_off = settings.AXES_COOLOFF_TIME
    minutes = round(cool_off.total_seconds() / 60)
    response = render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(round(cool_off.total_seconds()))
    return response


def normal_username(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Names are the same without case: “Alice” and “alice” share one count of failures."""
    given = (credentials or {}).get("username") or (request.POST.get("username") if request else "") or ""
    return str(given).strip().lower()
