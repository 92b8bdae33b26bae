"""Whisper by faster-whisper: any CTranslate2 model in a folder, or on the hub where an operator names one."""

import logging
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from speech.engines.errors import EngineUnavailable
from speech.engines.settings import EngineSettings
from speech.recognition.base import RATE_HZ, Hearing, RecogniserCapabilities, Samples, Segment, Stretch
from speech.recognition.errors import RecogniserFailed, UnheardLanguage
from speech.recognition.languages import language_code
from speech.recognition.whisper_decoding import TRIES, Decoder, Encoded
from speech.recognition.whisper_holes import Part, filled, holes_in
from speech.recognition.whisper_models import FILES, WhisperModelFiles, is_model_folder, whisper_code
from speech.recognition.whisper_segments import Writer, aligned

logger = logging.getLogger(__name__)

AT_ONCE_ON_CPU = 4
AT_ONCE_ON_CUDA = 16
# Where a search finds nothing good either, it is another language or no speech: trying on takes minutes.
TRIES_AT_A_HOLE = 2
LEAST_SECONDS = 0.05  # less is no word, and the model's first step needs some samples
_SILENCE = Stretch(np.zeros(RATE_HZ, np.float32), 0.0)
_COMPUTE_TYPES = {"cpu": "int8", "cuda": "float16"}


class Whisper:
    def __init__(self, name: str, files: WhisperModelFiles, *, threads: int, device: str = "auto") -> None:
        self.name, self._files, self._threads, self._device = name, files, threads, device
        self._model: Any = None
        self._loading = threading.Lock()
        self._last_encoded: tuple[Samples, Encoded] | None = None

    @property
    def capabilities(self) -> RecogniserCapabilities:
        return RecogniserCapabilities(
            languages=self._files.languages,
            translates=self._files.translates,
            finds_language=self._files.is_multilingual,
            has_word_times=True,
            has_logprobs=True,
            takes_prompt=True,
            takes_keywords=True,
            stretches_at_once=AT_ONCE_ON_CUDA if self._runs_on == "cuda" else AT_ONCE_ON_CPU,
        )

    def load(self) -> None:
        with self._loading:
            if self._model is None:
                self._model = self._opened()

    def unload(self) -> None:
        with self._loading:
            self._model = self._last_encoded = None

    def find_language(self, stretch: Stretch) -> str:
        model = self._ready()
        if not self._files.is_multilingual:
            return "en"
        if stretch.seconds < LEAST_SECONDS:
            return ""
        encoded = Encoded(model, [stretch])
        self._last_encoded = stretch.samples, encoded
        [found] = model.model.detect_language(encoded.output)
        mark, _ = found[0]
        return language_code(mark.strip("<|>")) or ""

    def hear(self, stretches: Sequence[Stretch], hearing: Hearing) -> list[list[Segment]]:
        model = self._ready()
        audible = [stretch for stretch in stretches if stretch.seconds >= LEAST_SECONDS]
        try:
            found = iter(self._heard(model, audible, hearing) if audible else [])
        except RuntimeError as error:  # all that CTranslate2 raises
            logger.exception("%s could not hear", self.name)
            raise RecogniserFailed(self.name, reason="the model could not hear this") from error
        return [next(found) if stretch.seconds >= LEAST_SECONDS else [] for stretch in stretches]

    def _heard(self, model: Any, stretches: Sequence[Stretch], hearing: Hearing) -> list[list[Segment]]:
        tokenizer = self._tokenizer(model, hearing)
        run = _Run(model, tokenizer, Decoder(model, tokenizer, hearing))
        parts = run.filled(stretches, run.parts(self._encoded(model, stretches)))
        writer = Writer(tokenizer, hearing)
        return [writer.segments(stretch, of_it) for stretch, of_it in zip(stretches, parts, strict=True)]

    def _ready(self) -> Any:
        model = self._model
        if model is None:
            raise RecogniserFailed(self.name, reason="it was asked to listen before it was loaded")
        return model

    def _encoded(self, model: Any, stretches: Sequence[Stretch]) -> Encoded:
        """What `find_language` has just listened to is not encoded again."""
        last, self._last_encoded = self._last_encoded, None
        if last is not None and len(stretches) == 1 and last[0] is stretches[0].samples:
            return last[1]
        return Encoded(model, stretches)

    def _tokenizer(self, model: Any, hearing: Hearing) -> Any:
        from faster_whisper.tokenizer import Tokenizer

        language = hearing.language or "en"
        if language not in self._files.languages:
            raise UnheardLanguage(language, self.name, self._files.languages)
        return Tokenizer(
            model.hf_tokenizer,
            self._files.is_multilingual,
            task=str(hearing.task),
            language=whisper_code(language),
        )

    def _opened(self) -> Any:
        try:
            return self._opened_on(self._runs_on)
        except EngineUnavailable:
            raise
        except Exception:
            if self._runs_on != "cuda" or self._device != "auto":
                raise
            logger.exception("%s can't run on the GPU, and runs on the processor", self.name)
            self._runs_on = "cpu"
            return self._opened_on("cpu")

    def _opened_on(self, device: str) -> Any:
        from faster_whisper import WhisperModel  # takes a second to import: only where it is needed

        model = WhisperModel(
            str(self._files.folder()),
            device=device,
            compute_type=_COMPUTE_TYPES[device],
            cpu_threads=self._threads,
        )
        if device == "cuda":
            Encoded(model, [_SILENCE])  # a driver without its libraries fails here, not in a request
        return model

    @cached_property
    def _runs_on(self) -> str:
        if self._device != "auto":
            return self._device
        import ctranslate2

        return "cuda" if ctranslate2.get_cuda_device_count() else "cpu"


class _Run:
    """One call's decoding, aligning, and decoding again of what was passed over."""

    def __init__(self, model: Any, tokenizer: Any, decoder: Decoder) -> None:
        self._model, self._tokenizer, self._decoder = model, tokenizer, decoder

    def parts(self, encoded: Encoded, *, most_tries: int = len(TRIES)) -> list[Part]:
        decoded = self._decoder.decode(encoded, most_tries=most_tries)
        return aligned(self._model, self._tokenizer, encoded, decoded)

    def filled(self, stretches: Sequence[Stretch], heard: Sequence[Part]) -> list[list[Part]]:
        whole = [[part] for part in heard]
        holes = [
            (row, hole)
            for row, stretch in enumerate(stretches)
            for hole in reversed(holes_in(heard[row].words, stretch.seconds))  # so that places stay true
        ]
        if holes:
            sounds = [hole.sound(stretches[row]) for row, hole in holes]
            again = self.parts(Encoded(self._model, sounds), most_tries=TRIES_AT_A_HOLE)
            for (row, hole), found in zip(holes, again, strict=True):
                first, *rest = whole[row]
                whole[row] = [*filled(first, hole, found), *rest]
        return whole


def open_whisper(name: str, source: Path | str, settings: EngineSettings) -> Whisper:
    """`source` is a folder, or a name on the hub."""
    if isinstance(source, Path) and not is_model_folder(source):
        raise EngineUnavailable(
            name,
            reason="its model is not on this machine",
            what_to_do=settings.how_to_get.get(name, f"Look for {', '.join(FILES)} in its folder."),
        )
    files = WhisperModelFiles(source, offline=settings.offline)
    return Whisper(name, files, threads=settings.threads, device=settings.device)
