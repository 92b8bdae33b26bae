"""The job that makes what a person's items wait for: one at a time, also for what is added meanwhile."""

from typing import Any

from django.db.models import Exists, OuterRef

from dictation.models import Item
from jobs.models import Job
from jobs.services import enqueue

KIND = "dictation.audio"
TITLE = "Audio of dictation items"


def begin(owner: Any) -> Job:
    """Once the transaction commits; where one is under way, that makes it."""
    return enqueue(kind=KIND, owner=owner, key=KIND, title=TITLE)


def job_under_way(owner: Any) -> Job | None:
    return Job.objects.active().filter(owner=owner, key=KIND).first()


def in_use() -> Exists:
    """Of a sound: whether an item has it."""
    return Exists(Item.objects.filter(audio=OuterRef("pk")))
