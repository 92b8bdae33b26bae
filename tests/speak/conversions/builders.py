"""Conversions as programs ask for them, and their jobs done."""

import json
from typing import Any

from history.doors import Door
from history.models import Source
from jobs.models import Job
from jobs.runner import run_job
from speak.conversions.services import Draft, convert
from speak.models import Conversion

URL = "/api/tts"
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


def posted(api, path: str, body: dict[str, Any]):
    """Escaped: halves of characters travel, too."""
    return api.post(f"{URL}/{path}", json.dumps(body), content_type="application/json")


def asked(api, text: str = TEXT, **fields: Any) -> dict[str, Any]:
    answer = posted(api, "convert", {"text": text, **fields})
    assert answer.status_code == 202, answer.json()
    assert answer.headers["Location"] == f"{URL}/{answer.json()['conversion_id']}"
    return answer.json()


def one(api, conversion_id: str) -> dict[str, Any]:
    return api.get(f"{URL}/{conversion_id}").json()


def downloaded(api, conversion_id: str, **headers: str):
    return api.get(f"{URL}/{conversion_id}/download", headers=headers)
