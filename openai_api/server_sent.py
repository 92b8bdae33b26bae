"""Server-sent events. What goes wrong after the first is told as an event: the status is long gone."""

import json
import logging
from collections.abc import Generator
from contextlib import closing
from typing import Any

from common.errors import AppError, ClientLeft
from openai_api.errors import error_answer
from speech.refusals import REFUSALS, as_app_error

logger = logging.getLogger(__name__)

Event = dict[str, Any] | str  # an object, or a bare word
DONE = "[DONE]"
BROKEN_STATUS = 500
BROKEN = AppError("Something went wrong on our side. Try again.", code="internal")


def as_events(events: Generator[Event, None, None]) -> Generator[bytes, None, None]:
    """An error before the first event is raised; a later one is an event, and the last."""
    with closing(events):
        yield _event(next(events))
        try:
            for event in events:
                yield _event(event)
        except ClientLeft:
            raise
        except Exception as error:
            yield _event(_told(error))


def _told(error: Exception) -> dict[str, Any]:
    logger.error("A stream of events broke off", exc_info=error)
    if isinstance(error, REFUSALS):
        error = as_app_error(error)
    if isinstance(error, AppError):
        return error_answer(error.as_dict(), error.status).body
    return error_answer(BROKEN.as_dict(), BROKEN_STATUS).body


def _event(event: Event) -> bytes:
    return f"data: {event if isinstance(event, str) else json.dumps(event)}\n\n".encode()
