"""What all views under `/v1/` share."""

import time
from typing import Any

from rest_framework.renderers import JSONRenderer
from rest_framework.views import APIView

from openai_api.errors import openai_exception_handler


class OpenAiView(APIView):
    renderer_classes = [JSONRenderer]

    def get_exception_handler(self) -> Any:
        return openai_exception_handler

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        response = super().dispatch(request, *args, **kwargs)
        response["openai-processing-ms"] = str(round((time.perf_counter() - started) * 1000))
        return response
