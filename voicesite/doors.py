"""Who an address is for: a person gets pages, a program gets JSON in the shape that its door speaks."""

from typing import Any

from openai_api import door as openai_door
from openai_api.errors import ErrorAnswer
from openai_api.errors import error_answer as openai_error_answer

API_PREFIX = "/api/"


def is_for_programs(path: str) -> bool:
    return path.startswith(API_PREFIX) or openai_door.leads_here(path)


def error_answer(path: str, error: dict[str, Any], status: int) -> ErrorAnswer | None:
    """None: a person asked."""
    if openai_door.leads_here(path):
        return openai_error_answer(error, status)
    return ErrorAnswer(status, {"error": error}) if is_for_programs(path) else None
