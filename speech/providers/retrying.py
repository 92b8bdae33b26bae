"""One request is tried again where that may help: at growing distances, never all at the same moment."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, stop_before_delay
from tenacity.stop import stop_base

from speech.providers.failures import ProviderFailed

T = TypeVar("T")
Sleep = Callable[[float], None]

FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 8.0
# A service that wants to be left alone for longer is.
LONGEST_ASKED_WAIT_SECONDS = 10.0


def retried(
    work: Callable[[], T],
    *,
    tries: int,
    within_seconds: float,
    sleep: Sleep = time.sleep,
) -> T:
    """What `work` gives. Raises its last failure, and at once whatever is no failure of a provider.

    No try begins after `within_seconds`: somebody waits, and another engine may speak.
    """
    retrying = Retrying(
        retry=retry_if_exception(_is_worth_retrying),
        stop=stop_after_attempt(tries) | _is_to_be_left_alone() | stop_before_delay(within_seconds),
        wait=_wait_seconds,
        sleep=sleep,
        reraise=True,
    )
    return retrying(work)


class _is_to_be_left_alone(stop_base):
    def __call__(self, retry_state: RetryCallState) -> bool:
        return _asked_wait_seconds(retry_state) > LONGEST_ASKED_WAIT_SECONDS


def _is_worth_retrying(error: BaseException) -> bool:
    return isinstance(error, ProviderFailed) and error.is_worth_retrying


def _wait_seconds(retry_state: RetryCallState) -> float:
    """From half of the step to all of it, which doubles; beyond what the service asked everybody to wait."""
    step = min(FIRST_WAIT_SECONDS * 2.0 ** (retry_state.attempt_number - 1), LONGEST_WAIT_SECONDS)
    jittered = random.uniform(step / 2, step)  # noqa: S311 - no secret
    return _asked_wait_seconds(retry_state) + jittered


def _asked_wait_seconds(retry_state: RetryCallState) -> float:
    failure = retry_state.outcome.exception() if retry_state.outcome else None
    asked = failure.retry_after_seconds if isinstance(failure, ProviderFailed) else None
    return asked or 0.0
