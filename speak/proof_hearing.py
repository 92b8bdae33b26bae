"""One recording beside its text, with the recogniser of this process."""

from pathlib import Path
from typing import Any

import numpy as np
from django.core.files.storage import default_storage

from clips.models import Clip
from jobs.errors import JobFailed
from speech.audio.decode import AudioFile, Limits
from speech.engines.pool import Check
from speech.pipeline import SpeechRequest
from speech.proofing import Proof, Proofreader
from speech.proofing.phonemes import sounds_of
from speech.recognition.base import Samples
from speech.recognition.sound import heard_blocks
from speech.refusals import refusals_told
from speech.speaking import passages
from speech.text import Passage, clean
from speech.transcription.ear import ear
from speech.transcription.requests import TranscriptRequest

# It is held in memory while it is listened to: an hour is 230 MB. Long texts are spoken in shorter chapters.
LONGEST = Limits(seconds=2 * 3600, channels=64)


class ProofHearing:
    """Of one request, however often it is spoken."""

    def __init__(
        self, request: SpeechRequest, transcription: TranscriptRequest, *, owner: Any, check: Check
    ) -> None:
        self.passages: list[Passage] = passages(request)
        self._request, self._transcription = request, transcription
        self._owner, self._check = owner, check

    def of(self, source: Any) -> Proof:
        """A path or an open file."""
        with refusals_told():
            samples = _samples(source)
        with ear(self._transcription, owner=self._owner, check=self._check) as hear:
            reader = Proofreader(
                clean(self._request.text),
                self.passages,
                language=self._request.language,
                hear=hear,
                sounds=sounds_of(self._request.language),
            )
            return reader.read(samples)


def sound_of(clip: Clip | None) -> Any:
    """A path where the storage has one: FFmpeg reads it by itself."""
    if clip is None:
        raise _gone()
    try:
        path = Path(default_storage.path(clip.file_name))
    except NotImplementedError:
        return default_storage.open(clip.file_name, "rb")
    if not path.exists():
        raise _gone()
    return path


def _samples(source: Any) -> Samples:
    with AudioFile(source, limits=LONGEST) as file:
        return np.concatenate([np.zeros(0, np.float32), *heard_blocks(file)])


def _gone() -> JobFailed:
    return JobFailed("The audio of this is gone. Make it again to listen to it.", code="no_audio")
