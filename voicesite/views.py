"""The addresses that belong to no app: home, health, metrics and what the site can do."""

import hmac
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from voicesite import metrics
from voicesite.health import check_all
from voicesite.metadata import metadata

READY_KEPT_SECONDS = 2
LOOPBACK = {"127.0.0.1", "::1"}


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return redirect("speak:page")


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Says nothing of what stands behind it."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    # Anybody may ask, and a check writes a file: asked for again at once, the answer is the same.
    checks = cache.get_or_set("health", check_all, READY_KEPT_SECONDS) or []
    is_ready = not any(check.is_error for check in checks)
    body = {
        "status": "ok" if is_ready else "error",
        "checks": {
            check.name: {"status": check.status, "detail": check.detail, "milliseconds": check.milliseconds}
            for check in checks
        },
    }
    return JsonResponse(body, status=200 if is_ready else 503)


@never_cache
@require_safe
def scrape(request: HttpRequest) -> HttpResponse:
    """Prometheus' page: with the token where one is set, from this machine alone otherwise."""
    if not _may_scrape(request):
        return HttpResponse("Not for you.\n", status=403, content_type="text/plain")
    return HttpResponse(metrics.exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_scrape(request: HttpRequest) -> bool:
    token = settings.CONFIG.metrics_token
    if token is not None:
        given = request.headers.get("Authorization", "").encode()
        return hmac.compare_digest(given, f"Bearer {token.get_secret_value()}".encode())
    # Behind a proxy every request comes from loopback: then only a token tells who asks.
    is_proxied = settings.CONFIG.trust_proxy or "X-Forwarded-For" in request.headers
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not is_proxied


class Metadata(APIView):
    """What this site is, what it can do and where its limits are."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="metadata_retrieve",
        auth=[],
        responses=inline_serializer(
            "Metadata",
            {
                "name": serializers.CharField(),
                "version": serializers.CharField(),
                "limits": serializers.DictField(child=serializers.IntegerField()),
                "features": serializers.DictField(child=serializers.BooleanField()),
                "audio_formats": serializers.ListField(child=serializers.CharField()),
                "languages": serializers.ListField(
                    child=serializers.DictField(child=serializers.CharField())
                ),
                "packs": serializers.DictField(child=serializers.CharField()),
            },
        ),
    )
    def get(self, request: Request) -> Response:
        return Response(metadata())
