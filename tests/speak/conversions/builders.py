"""Conversions as programs ask for them, and their jobs done."""

from typing import Any

from history.doors import Door
from history.models import Source
from jobs.models import Job
from jobs.runner import run_job
from speak.conversions.services import Draft, convert
from speak.models import Conversion

TEXT = "Hello there. How are you?"


def make_conversion(owner: Any, text: str = TEXT, *, name: str = "", **asked: Any) -> Conversion:
    """Asked for, and not spoken yet."""
    return convert(user=owner, draft=Draft(text, name), asked=asked, door=Door(Source.JOB))


def spoken(conversion: Conversion) -> Conversion:
    do_jobs()
    conversion.refresh_from_db()
    return conversion


def do_jobs() -> None:
    for pk in Job.objects.active().filter(kind="speak.convert").values_list("pk", flat=True):
        run_job(str(pk))
