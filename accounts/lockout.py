"""After too many failed sign-ins from one place, the door stays shut for a while and says how long."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


def locked_out(request: HttpRequest, original_response: Any = None, credentials: Any = None) -> HttpResponse:
    cool_off = settings.AXES_COOLOFF_TIME
    minutes = round(cool_off.total_seconds() / 60)
    response = _told(request, minutes)
    response["Retry-After"] = str(round(cool_off.total_seconds()))
    return response


def client_address(request: HttpRequest) -> str:
    """Behind a trusted proxy the last entry is the one that the proxy wrote; the rest is hearsay."""
    if settings.CONFIG.trust_proxy:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
        try:
            return str(ip_address(told))
        except ValueError:
            pass
    return str(request.META.get("REMOTE_ADDR", ""))


def _told(request: HttpRequest, minutes: int) -> HttpResponse:
    if request.path.startswith("/api/"):
        sentence = f"Too many wrong passwords. Try again in {minutes} minutes."
        error = {"code": "too_many_requests", "message": sentence, "param": "password"}
        return JsonResponse({"error": error}, status=429)
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)


def normal_username(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Names are the same without case: “Alice” and “alice” share one count of failures."""
    given = (credentials or {}).get("username") or (request.POST.get("username") if request else "") or ""
    return str(given).strip().lower()
