"""The envelope of every error under `/v1/`: message, type, param and code, all four always."""

from dataclasses import dataclass, field
from typing import Any

from rest_framework.response import Response

from common.api import exception_handler
from common.errors import OutOfSpace

TYPES = {
    401: "authentication_error",
    403: "permission_error",
    429: "rate_limit_error",
    503: "service_unavailable_error",
}
# What clients of the well-known API look for.
CODES = {"not_authenticated": "invalid_api_key", "too_many_requests": "rate_limit_exceeded"}
NO_ROOM = "insufficient_quota"


@dataclass(frozen=True)
class ErrorAnswer:
    status: int
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


def error_answer(error: dict[str, Any], status: int) -> ErrorAnswer:
    """`error` has the shape of `/api/`: code, message, param."""
    if status == OutOfSpace.status:
        # Clients try again by themselves, which would not make room.
        return ErrorAnswer(429, _envelope(error, kind=NO_ROOM, code=NO_ROOM), {"x-should-retry": "false"})
    kind = TYPES.get(status) or ("server_error" if status >= 500 else "invalid_request_error")
    return ErrorAnswer(status, _envelope(error, kind=kind, code=CODES.get(error["code"], error["code"])))


def openai_exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    response = exception_handler(exc, context)
    if response is not None:
        answer = error_answer(response.data["error"], response.status_code)
        response.data, response.status_code = answer.body, answer.status
        for name, value in answer.headers.items():
            response[name] = value
    return response


def _envelope(error: dict[str, Any], *, kind: str, code: str) -> dict[str, Any]:
    return {"error": {"message": error["message"], "type": kind, "param": error["param"], "code": code}}
