"""`?wait=`: whoever asks for work that takes a moment may have its outcome at once, instead of its job."""

import math
from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from common.errors import AppError, Conflict, InvalidInput
from jobs.accepted import accepted
from jobs.models import Job, State
from jobs.services import WAIT_MAX_SECONDS, wait_for

WAIT = OpenApiParameter(
    "wait",
    float,
    description=f"Seconds to wait for it, {WAIT_MAX_SECONDS:g} at the most. Done by then, it answers 200 and "
    "what was made; otherwise 202 and the job",
)


class JobEndedBadly(AppError):
    """The sentence and the code are those of the job."""

    status = 422


def seconds_to_wait(request: Request) -> float:
    sent = request.query_params.get("wait", "0")
    try:
        seconds = float(sent)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= WAIT_MAX_SECONDS:  # NaN is in no range
        raise InvalidInput(f"Send seconds from 0 to {WAIT_MAX_SECONDS:g}.", param="wait")
    return seconds


def done_or_accepted(job: Job, seconds: float, done: Callable[[Job], Any]) -> Response:
    """`done` makes the body of the answer, where it was done in time."""
    ended = wait_for(job, seconds) if seconds else job
    if ended.state == State.DONE and seconds:
        return Response(done(ended))
    if ended.state == State.FAILED:
        raise JobEndedBadly(ended.error, code=ended.error_code)
    if ended.state == State.CANCELLED:
        raise Conflict("This was cancelled before it was done.", code="cancelled")
    return accepted(ended)
