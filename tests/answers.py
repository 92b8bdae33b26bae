"""What an answer of the API tells, as tests compare it."""

from typing import Any


def error_of(response: Any) -> tuple[int, str, str | None]:
    """Its status, its code and what it names. Its words are a sentence."""
    error = response.json()["error"]
    assert error["message"].endswith((".", "?")), error
    return response.status_code, error["code"], error["param"]
