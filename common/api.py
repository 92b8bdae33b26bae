"""The manners of `/api/`: one shape for lists, one for errors."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.response import Response
from rest_framework.views import set_rollback

from common.errors import AppError, InvalidInput, NotFound, Unavailable

logger = logging.getLogger(__name__)

CODES_BY_STATUS = {
    400: "invalid",
    401: "not_authenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    413: "too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
}


class Pagination(LimitOffsetPagination):
    """`?limit=&offset=` in, `{items, total, limit, offset}` out; no number is an error, not a guess."""

    default_limit = 50
    max_limit = 200

    def get_limit(self, request: Any) -> int:
        return self._number(
            request, self.limit_query_param, default=self.default_limit, least=1, most=self.max_limit
        )

    def get_offset(self, request: Any) -> int:
        # SQLite holds 64-bit integers; beyond is no place in any list.
        return self._number(request, self.offset_query_param, default=0, least=0, most=2**62)

    def _number(self, request: Any, name: str, *, default: int, least: int, most: int) -> int:
        given = request.query_params.get(name)
        if given in (None, ""):
            return default
        try:
            value = int(given)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise InvalidInput(f"{name} must be a whole number from {least} to {most}.", param=name)
        return value

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"items": data, "total": self.count, "limit": self.limit, "offset": self.offset})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        number = {"type": "integer", "minimum": 0}
        return {
            "type": "object",
            "required": ["items", "total", "limit", "offset"],
            "properties": {"items": schema, "total": number, "limit": number, "offset": number},
        }


def error_response(error: AppError) -> Response:
    headers = {"Retry-After": str(error.retry_after_seconds)} if isinstance(error, Unavailable) else {}
    return Response(_body(error.code, error.message, error.param), status=error.status, headers=headers)


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Every error under `/api/` as `{"error": {code, message, param}}`; None lets Django answer 500."""
    set_rollback()
    if isinstance(exc, AppError):
        return error_response(exc)
    if isinstance(exc, Http404):
        return error_response(NotFound())
    if isinstance(exc, DjangoValidationError):
        return error_response(InvalidInput(" ".join(exc.messages)))
    if isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    if not isinstance(exc, exceptions.APIException):
        return None
    message, param = message_and_param(exc.detail)
    code = CODES_BY_STATUS.get(exc.status_code, "error")
    headers = {}
    if auth_header := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    if isinstance(exc, exceptions.Throttled):
        wait = max(1, round(getattr(exc, "wait", None) or 1))
        headers["Retry-After"] = str(wait)
        message = f"Too many requests. Try again in {wait} s."
    if isinstance(exc, exceptions.PermissionDenied) and exc.get_codes() not in ("permission_denied",):
        code = str(exc.get_codes())
    return Response(_body(code, message, param), status=exc.status_code, headers=headers)


def _body(code: str, message: str, param: str | None) -> dict[str, Any]:
    return {"error": {"code": code, "message": _sendable(message), "param": param and _sendable(param)}}


def _sendable(text: str) -> str:
    """Half of a surrogate pair, as JSON can hold it, has no place in UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode()


def message_and_param(detail: Any, path: str = "") -> tuple[str, str | None]:
    """The first thing wrong: its sentence and the path of its field, `items.2.name`."""
    if isinstance(detail, dict):
        key, value = next(iter(detail.items()))
        step = "" if key == "non_field_errors" else str(key)
        return message_and_param(value, ".".join(part for part in (path, step) if part))
    if isinstance(detail, list):
        index = next((i for i, value in enumerate(detail) if value), 0)
        nested = isinstance(detail[index], dict | list)
        return message_and_param(detail[index], f"{path}.{index}" if nested and path else path)
    return str(detail), path or None
