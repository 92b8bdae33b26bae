"""Jobs in any state, as rows."""

import uuid
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from jobs.files import result_name
from jobs.models import FINISHED_STATES, Job, State


def ago(**age: float) -> Any:
    return timezone.now() - timedelta(**age)


def make_job(**fields: Any) -> Job:
    state = fields.get("state", State.QUEUED)
    defaults: dict[str, Any] = {"kind": "tests.kind", "title": "A test's job"}
    if state == State.RUNNING:
        defaults |= {"run_token": uuid.uuid4(), "worker": "elsewhere:1", "attempts": 1}
        defaults |= {"started_at": timezone.now(), "heartbeat_at": timezone.now()}
    if state in FINISHED_STATES:
        defaults |= {"started_at": ago(seconds=3), "finished_at": timezone.now(), "attempts": 1}
    if state == State.FAILED:
        defaults |= {"error": "The file could not be read.", "error_code": "failed"}
    return Job.objects.create(**defaults | fields)


def make_done_with_file(content: bytes = b"result", name: str = "tale.txt", **fields: Any) -> Job:
    stored = default_storage.save(result_name(name), ContentFile(content))
    return make_job(state=State.DONE, file=stored, file_name=name, **fields)
