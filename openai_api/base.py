"""What all views under `/v1/` share."""

from typing import Any

from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer
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

    def get_exception_handler(self) -> Any:
        return openai_exception_handler
