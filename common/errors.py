"""The errors a person or a program may meet: a stable code, the field at fault and a sentence to act on.

Services raise them; the API and the pages render them. Nothing else reaches an answer.
"""

from typing import Any


class AppError(Exception):
    """Base of every error that is told to the caller."""

    status = 400
    code = "invalid"

    def __init__(self, message: str, *, param: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.param = param
        self.code = code or self.code

    def as_dict(self) -> dict[str, Any]:
        return {"code": self.code, "message": self.message, "param": self.param}


class InvalidInput(AppError):
    status = 400
    code = "invalid"


class NotFound(AppError):
    """Also for what belongs to somebody else: the caller can't tell the difference."""

    status = 404
    code = "not_found"

    def __init__(self, message: str = "There is nothing here under that id.", **kwargs: Any) -> None:
        super().__init__(message, **kwargs)


class Conflict(AppError):
    status = 409
    code = "conflict"


class TooLarge(AppError):
    status = 413
    code = "too_large"


class OutOfSpace(AppError):
    """A quota or the disk is full."""

    status = 507
    code = "out_of_space"


class Unavailable(AppError):
    """Try again later; `retry_after_seconds` says when."""

    status = 503
    code = "unavailable"

    def __init__(self, message: str, *, retry_after_seconds: int = 5, **kwargs: Any) -> None:
        super().__init__(message, **kwargs)
        self.retry_after_seconds = retry_after_seconds


class ClientLeft(AppError):
    """Nobody waits for the answer any more: it is for the log alone."""

    status = 499
    code = "client_left"

    def __init__(self) -> None:
        super().__init__("The client went away before there was an answer.")
