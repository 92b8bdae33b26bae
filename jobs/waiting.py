"""`?wait=SECONDS`: whoever asks for short work may stay until it is done, and gets what it made."""

import math
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from common.errors import AppError, InvalidInput
from jobs.accepted import accepted
from jobs.models import Job, State
from jobs.services import WAIT_MAX_SECONDS, wait_for

WAIT = OpenApiParameter(
    "wait",
    float,
    description=f"Seconds to wait for the end of it, {WAIT_MAX_SECONDS:g} at most. Done by then: 200 and "
    "what it made. Otherwise 202 and the job.",
)


class WorkFailed(AppError):
    """The job's own sentence."""

    status = 422
    code = "failed"


def wait_asked_for(request: Request) -> float:
    """Judged before there is a job."""
    given = request.query_params.get("wait", "") or "0"
    try:
        seconds = float(given)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= WAIT_MAX_SECONDS:  # NaN is in no range
        raise InvalidInput(f"wait must be a number from 0 to {WAIT_MAX_SECONDS:g}.", param="wait")
    return seconds


def answered(job: Job, seconds: float) -> Response:
    """The result where it comes in time; the error that it ended with; else where to ask."""
    job = wait_for(job, seconds) if seconds else job
    if seconds and job.state == State.DONE:
        result: dict[str, Any] = job.result
        return Response(result)
    if seconds and job.state == State.FAILED:
        raise WorkFailed(job.error, code=job.error_code)
    return accepted(job)
