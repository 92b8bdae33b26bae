"""Long texts as jobs, spoken by an engine that needs no weights."""

from typing import Any

from clips.models import Clip
from jobs.models import Job
from jobs.runner import run_job
from speak.long_texts import start_long_text
from speech.documents import Chapter, Document
from speech.requests import Wish

FIELDS = {"model": "fake", "voice": "low"}


def book(*texts: str, title: str = "A Book", author: str = "Ann") -> Document:
    names = ("One", "Two", "Three", "Four", "Five")
    chapters = tuple(Chapter(name, text) for name, text in zip(names, texts, strict=False))
    return Document(title, author, "en", chapters)


def wish(**fields: Any) -> Wish:
    return Wish(text="", **FIELDS | fields)


def start(user: Any, *texts: str, chapters: bool = True, save_history: bool = True, **fields: Any) -> Job:
    return start_long_text(
        user=user,
        document=book(*texts),
        wish=wish(**fields),
        chapters=chapters,
        save_history=save_history,
    )


def done(job: Job) -> Job:
    """However often it puts itself back."""
    run_job(str(job.id))
    return Job.objects.get(pk=job.pk)


def titles(user: Any) -> list[str]:
    return sorted(Clip.objects.for_user(user).values_list("title", flat=True))
