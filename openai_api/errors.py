"""The envelope of every error under `/v1/`: message, type, param and code, all four always."""

from typing import Any

from django.http import JsonResponse
from rest_framework.response import Response

from common.api import exception_handler

TYPES = {
    401: "authentication_error",
    403: "permission_error",
    429: "rate_limit_error",
    503: "service_unavailable_error",
}


def envelope(error: dict[str, Any], status: int) -> dict[str, Any]:
    """From the shape of `/api/`."""
    kind = TYPES.get(status) or ("server_error" if status >= 500 else "invalid_request_error")
    return {
        "error": {
            "message": error["message"],
            "type": kind,
            "param": error["param"],
            "code": error["code"],
        }
    }


def openai_exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    response = exception_handler(exc, context)
    if response is not None:
        response.data = envelope(response.data["error"], response.status_code)
    return response


def error_response(error: dict[str, Any], status: int) -> JsonResponse:
    return JsonResponse(envelope(error, status), status=status)
