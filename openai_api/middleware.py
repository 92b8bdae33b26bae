"""What every answer under `/v1/` carries."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from openai_api.door import leads_here

PROCESSING_HEADER = "openai-processing-ms"


class ProcessingTimeMiddleware:
    """Milliseconds until the answer began."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        if leads_here(request.path):
            response[PROCESSING_HEADER] = str(round((time.perf_counter() - started) * 1000))
        return response
