"""What happens around every request: an id, a measurement, and JSON where JSON is due."""

import io
import json
import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path

from common.api import CODES_BY_STATUS
from common.errors import AppError, Unavailable
from common.request_id import accept_or_make, request_id
from voicesite.doors import error_answer, is_for_programs
from voicesite.metrics import observe_request

logger = logging.getLogger("voicesite.requests")

GetResponse = Callable[[HttpRequest], HttpResponse]


class ApiSlashMiddleware:
    """`/api/clips/` is `/api/clips`: a program that adds a slash is answered, not sent elsewhere."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_for_programs(request.path_info) and request.path_info.endswith("/"):
            request.path_info = request.path_info.rstrip("/")
        return self.get_response(request)


class RequestIdMiddleware:
    """Gives each request an id that its log lines, its answer and the jobs it starts all carry."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        value = accept_or_make(request.headers.get("X-Request-ID"))
        with request_id(value):
            response = self.get_response(request)
        response["X-Request-ID"] = value
        return response


class BodyLengthMiddleware:
    """A body that comes in chunks announces no length, and a parser would take it for none."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        body: Any = getattr(request, "_stream", None)
        if "CONTENT_LENGTH" not in request.META and body is not None and body.seekable():
            request.META["CONTENT_LENGTH"] = str(body.seek(0, io.SEEK_END))
            body.seek(0)
        return self.get_response(request)


class MetricsMiddleware:
    """Counts and times requests by the route they matched: an address with an id in it is one route."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - started
        match = request.resolver_match
        route = f"/{match.route}" if match else "static" if _is_static(request) else "unmatched"
        observe_request(
            method=request.method or "", route=route, status=response.status_code, seconds=seconds
        )
        logger.info(
            "%s %s %s",
            request.method,
            _loggable_path(request),
            response.status_code,
            extra={"status": response.status_code, "milliseconds": round(seconds * 1000)},
        )
        return response


def _loggable_path(request: HttpRequest) -> str:
    """The link that makes an administrator or a new password stays out of the log."""
    match = request.resolver_match
    is_secret = match is not None and "token" in match.kwargs
    return f"/{match.route}" if match and is_secret else escape_uri_path(request.path)


def _is_static(request: HttpRequest) -> bool:
    return request.path.startswith(settings.STATIC_URL)


class JsonErrorsMiddleware:
    """Programs get JSON, also where no view was reached."""

    SENTENCES = {
        400: "The request could not be read.",
        403: "This is not allowed.",
        404: "There is nothing here under that address.",
        405: "This address does not take that method.",
        413: "The request is too large.",
        500: "Something went wrong on our side. It has been logged under the request id of this answer.",
    }

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        status = response.status_code
        is_json = response.get("Content-Type", "").startswith("application/json")
        if is_json or status not in self.SENTENCES:
            return response
        code = CODES_BY_STATUS.get(status, "internal")
        answer = error_answer(
            request.path, {"code": code, "message": self.SENTENCES[status], "param": None}, status
        )
        if answer is None:
            return response
        return JsonResponse(answer.body, status=answer.status, headers=answer.headers)


class AppErrorMiddleware:
    """A service's refusal, told where it happened: a toast on an HTMX swap, a page otherwise."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, AppError):
            return None
        response = self._told(request, exception)
        if isinstance(exception, Unavailable):
            response["Retry-After"] = str(exception.retry_after_seconds)
        return response

    def _told(self, request: HttpRequest, exception: AppError) -> HttpResponse:
        if answer := error_answer(request.path, exception.as_dict(), exception.status):
            return JsonResponse(answer.body, status=answer.status, headers=answer.headers)
        if getattr(request, "htmx", False):
            response = HttpResponse(status=exception.status)
            toast = {"toast": {"level": "error", "message": exception.message}}
            response["HX-Trigger"] = json.dumps(toast)  # ASCII by default, as a header must be
            response["HX-Reswap"] = "none"
            return response
        template = "404.html" if exception.status == 404 else "error.html"
        return render(request, template, {"error": exception}, status=exception.status)
