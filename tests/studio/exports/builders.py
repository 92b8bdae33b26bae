"""Small builders for exports."""

import io
import json
import zipfile
from typing import Any

import av
import numpy as np
from django.core.files.storage import default_storage
from numpy.typing import NDArray

from jobs.models import Job
from studio.conversations.exports.services import start_export
from studio.models import Conversation
from tests.studio.rendering.builders import done


def export_of(conversation: Conversation, format: str, **asked: Any) -> Job:
    conversation.refresh_from_db()
    job = done(start_export(conversation=conversation, format=format, **asked))
    assert job.state == "done", (job.state, job.error)
    return job


def bytes_of(job: Job) -> bytes:
    with default_storage.open(job.file.name, "rb") as file:
        return file.read()


def archive_of(job: Job) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(bytes_of(job)))
    assert archive.testzip() is None
    return archive


def manifest_of(archive: zipfile.ZipFile) -> dict[str, Any]:
    return json.loads(archive.read("manifest.json"))


def sound_of(data: bytes) -> tuple[NDArray[np.float32], int]:
    """(frames, channels) of any format."""
    with av.open(io.BytesIO(data)) as file:
        frames = list(file.decode(audio=0))
    pieces = [_samples(frame) for frame in frames]
    return np.concatenate(pieces), frames[0].sample_rate


def _samples(frame: av.AudioFrame) -> NDArray[np.float32]:
    channels, array = frame.layout.nb_channels, frame.to_ndarray()
    samples = array.T if frame.format.is_planar else array.reshape(-1, channels)
    return samples.astype(np.float32) / (32768 if array.dtype == np.int16 else 1)


def chapters_in(data: bytes) -> list[tuple[str, float, float]]:
    with av.open(io.BytesIO(data)) as file:
        return [
            (
                mark["metadata"]["title"],
                float(mark["start"] * mark["time_base"]),
                float(mark["end"] * mark["time_base"]),
            )
            for mark in file.chapters()
        ]
