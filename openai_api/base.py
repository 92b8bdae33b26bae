"""What all views under `/v1/` share."""

import io
from typing import Any

from django.http import HttpRequest
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from common.parsers import JSONParser
from openai_api.errors import openai_exception_handler
from openai_api.schema import OpenAiSchema


class AnyNumberJSONParser(JSONParser):
    """NaN is let through to its field, which refuses it by name."""

    strict = False


class OpenAiView(APIView):
    required_scope: str | tuple[str, ...] = "speech"
    schema = OpenAiSchema()
    renderer_classes = [JSONRenderer]
    parser_classes: list[type[BaseParser]] = [AnyNumberJSONParser]
    http_method_names = ["get", "head", "post", "delete"]

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        _measure(request)
        return super().initialize_request(request, *args, **kwargs)

    def get_exception_handler(self) -> Any:
        return openai_exception_handler


def _measure(request: HttpRequest) -> None:
    """A body that comes in chunks announces no length, and a parser would take it for none."""
    body: Any = getattr(request, "_stream", None)
    if "CONTENT_LENGTH" not in request.META and body is not None and body.seekable():
        request.META["CONTENT_LENGTH"] = str(body.seek(0, io.SEEK_END))
        body.seek(0)
