"""Small builders for renders."""

import io
from typing import Any

import numpy as np
import soundfile
from django.core.files.storage import default_storage
from numpy.typing import NDArray

from clips.models import Clip
from jobs.models import Job
from jobs.runner import run_job
from studio.conversations.rendering.services import speak_turn, start_render
from studio.conversations.turns import change_turn
from studio.models import Conversation, Turn
from tests.studio.conversations.builders import turns_in


def done(job: Job) -> Job:
    """After one attempt at it."""
    run_job(str(job.pk))
    return Job.objects.get(pk=job.pk)


def rendered(conversation: Conversation, **asked: Any) -> Job:
    conversation.refresh_from_db()
    job = done(start_render(conversation=conversation, **asked))
    conversation.refresh_from_db()
    assert job.state == "done", (job.state, job.error)
    return job


def spoken(turn: Turn) -> Job:
    return done(speak_turn(turn=turn))


def rewrite(conversation: Conversation, number: int, text: str) -> None:
    """The turn of that number, from 1."""
    turn = turns_in(conversation)[number - 1]
    turn.conversation = conversation
    change_turn(turn=turn, text=text)


def sound_in(clip: Clip | None) -> tuple[NDArray[np.float32], int]:
    """Of one channel."""
    assert clip is not None
    with default_storage.open(clip.file_name, "rb") as file:
        return soundfile.read(io.BytesIO(file.read()), dtype="float32")


def level_db(samples: NDArray[np.float32]) -> float:
    return float(20 * np.log10(max(np.sqrt(np.mean(np.square(samples))), 1e-9)))


def files_stored() -> list[str]:
    """Of all clips."""
    found = []
    folders = ["clips"]
    while folders:
        folder = folders.pop()
        try:
            inner, files = default_storage.listdir(folder)
        except FileNotFoundError:
            continue
        folders += [f"{folder}/{name}" for name in inner]
        found += [f"{folder}/{name}" for name in files]
    return sorted(found)
