"""Small builders for the sound of items."""

from typing import Any

from dictation.audio.asking import KIND
from dictation.audio.services import want_audio
from dictation.models import Item
from jobs.models import Job
from jobs.runner import run_job
from tests.dictation.builders import make_item


def wanted(owner: Any, *texts: str, locale: str = "en-US") -> list[Item]:
    """Items that wait for their sound."""
    items = [make_item(owner, text=text, locale=locale) for text in texts]
    want_audio(items=items)
    return items


def spoken(owner: Any, *texts: str, locale: str = "en-US") -> list[Item]:
    items = wanted(owner, *texts, locale=locale)
    make_all(owner)
    return [fresh(item) for item in items]


def job_of(owner: Any) -> Job:
    """Its last."""
    job = Job.objects.filter(owner=owner, kind=KIND).order_by("-created_at").first()
    assert job is not None
    return job


def make_all(owner: Any) -> Job:
    """After one attempt."""
    run_job(str(job_of(owner).pk))
    return job_of(owner)


def fresh(item: Item) -> Item:
    return Item.objects.select_related("audio__clip").get(pk=item.pk)


def states(*items: Item) -> list[str]:
    return [fresh(item).tts_status for item in items]
