"""The plain parts' errors, told as the site's own: translated here and nowhere else.

A provider's failure is 503 whatever its kind: that a key is wrong, a quota is used up or the site asks too
often is no matter of whoever asked here. Only what it refuses of the request itself is 400.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeGuard

from common.errors import AppError, InvalidInput, NotFound, TooLarge, Unavailable
from speech.audio.errors import AudioError
from speech.documents import DocumentError, FileTooLarge, TextTooLong, UnpacksTooLarge
from speech.engines.errors import (
    AllEnginesFailed,
    EngineBusy,
    EngineError,
    EngineFailed,
    EngineUnavailable,
    UnknownEngine,
)
from speech.providers.failures import ProviderFailed, ProviderResting
from speech.text import TextError

REFUSALS = (EngineError, TextError, AudioError)
UNAVAILABLE_RETRY_SECONDS = 30
LONGEST_RETRY_SECONDS = 3_600
REFUSED = "provider_refused"  # the request, not the person or the site that sent it
# The plain parts know a passage's text; whoever asks knows it as the input.
PARAMS = {"text": "input"}


class SpeechFailed(AppError):
    """An engine broke: nobody's mistake but ours."""

    status = 500
    code = "engine_failed"


@contextmanager
def refusals_told() -> Iterator[None]:
    try:
        yield
    except REFUSALS as error:
        raise as_app_error(error) from error


@contextmanager
def documents_told() -> Iterator[None]:
    """Of a file that is read as a text."""
    try:
        yield
    except DocumentError as error:
        is_too_large = isinstance(error, FileTooLarge | TextTooLong | UnpacksTooLarge)
        raised = TooLarge if is_too_large else InvalidInput
        raise raised(str(error), param=error.param, code=error.code) from error


def is_refusal(error: BaseException) -> TypeGuard[Exception]:
    return isinstance(error, REFUSALS)


def as_app_error(error: Exception) -> AppError:
    message, code = str(error), getattr(error, "code", None)
    param = getattr(error, "param", None)
    param = PARAMS.get(param, param) if param else None
    if isinstance(error, EngineBusy):
        return Unavailable(message, code=code, retry_after_seconds=error.retry_after_seconds)
    if isinstance(error, ProviderFailed) and not error.tells_of_the_provider:
        return InvalidInput(message, param="input", code=REFUSED)
    if isinstance(error, EngineUnavailable):
        return Unavailable(message, code=code, param=param, retry_after_seconds=_retry_after_seconds(error))
    if isinstance(error, EngineFailed):
        return SpeechFailed(message, code=code)
    if isinstance(error, UnknownEngine):
        return NotFound(message, param=param, code="model_not_found")
    return InvalidInput(message, param=param, code=code)


def _retry_after_seconds(error: EngineUnavailable) -> int:
    """What the service said itself; of several engines, when the first of them may be there again."""
    if isinstance(error, AllEnginesFailed):
        each = [_retry_after_seconds(one) for _, one in error.failures if isinstance(one, EngineUnavailable)]
        return min(each, default=UNAVAILABLE_RETRY_SECONDS)
    told = error.retry_after_seconds if isinstance(error, ProviderFailed | ProviderResting) else None
    return UNAVAILABLE_RETRY_SECONDS if told is None else min(max(1, math.ceil(told)), LONGEST_RETRY_SECONDS)
