"""Whisper by faster-whisper."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from speech.engines.errors import EngineUnavailable
from speech.engines.settings import EngineSettings
from speech.recognition.base import Hearing, RecogniserCapabilities, Segment, Stretch
from speech.timing import HeardWord

LANGUAGES = ("en", "de", "fr", "es", "it", "pt")


class Whisper:
    def __init__(self, name: str, folder: Path, *, threads: int) -> None:
        self.name, self._folder, self._threads = name, folder, threads
        self._model: Any = None
        self._lock = threading.Lock()

    @property
    def capabilities(self) -> RecogniserCapabilities:
        return RecogniserCapabilities(languages=LANGUAGES, translates=True, has_word_times=True)

    def load(self) -> None:
        from faster_whisper import WhisperModel  # takes a second to import: only where it is needed

        with self._lock:
            if self._model is None:
                self._model = WhisperModel(
                    str(self._folder), device="cpu", compute_type="int8", cpu_threads=self._threads
                )

    def unload(self) -> None:
        self._model = None

    def find_language(self, stretch: Stretch) -> str:
        language, _, _ = self._model.detect_language(stretch.samples)
        return str(language)

    def hear(self, stretches: Sequence[Stretch], hearing: Hearing) -> list[list[Segment]]:
        return [self._heard(stretch, hearing) for stretch in stretches]

    def _heard(self, stretch: Stretch, hearing: Hearing) -> list[Segment]:
        found, _ = self._model.transcribe(
            stretch.samples,
            language=hearing.language,
            task=str(hearing.task),
            initial_prompt=hearing.prompt or None,
            hotwords=" ".join(hearing.keywords) or None,
            word_timestamps=hearing.has_word_times,
            vad_filter=True,
        )
        return [_later(segment, stretch, number) for number, segment in enumerate(found)]


def _later(found: Any, stretch: Stretch, number: int) -> Segment:
    begin = stretch.start_seconds
    words = tuple(
        HeardWord(word.word.strip(), begin + word.start, begin + word.end) for word in found.words or ()
    )
    return replace(
        Segment(number, begin + found.start, begin + found.end, found.text.strip()),
        seek=round(100 * begin),
        tokens=tuple(found.tokens),
        temperature=found.temperature,
        avg_logprob=found.avg_logprob,
        compression_ratio=found.compression_ratio,
        no_speech_prob=found.no_speech_prob,
        words=words,
    )


def open_engine(settings: EngineSettings) -> Whisper:
    """As the registry wants it of a module."""
    folder = settings.whisper_dirs["whisper-base"]
    if not (folder / "model.bin").exists():
        raise EngineUnavailable(
            "whisper-base", reason="its model is not here", what_to_do=settings.how_to_get["whisper-base"]
        )
    return Whisper("whisper-base", folder, threads=settings.threads)
