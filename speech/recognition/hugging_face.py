"""A checkpoint of Transformers' that recognises speech, from a folder of this machine.

Nothing is fetched, and no code that comes with a checkpoint is run. PyTorch and Transformers come with
the extra `hf`, and are imported when a model is loaded.
"""

import logging
import threading
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from speech.engines.errors import EngineUnavailable
from speech.engines.settings import EngineSettings
from speech.recognition.base import RATE_HZ, Hearing, RecogniserCapabilities, Segment, Stretch
from speech.recognition.checkpoints import Checkpoint, Kind
from speech.recognition.errors import RecogniserFailed
from speech.recognition.languages import language_code
from speech.recognition.wordings import Wording, segments_of_wordings, segments_of_words

logger = logging.getLogger(__name__)

_NEEDED = ("torch", "transformers")
_LEAST_SECONDS = 0.1  # less has no frame in some of the models


class HuggingFaceRecogniser:
    def __init__(self, name: str, folder: Path, *, threads: int, device: str = "auto") -> None:
        self.name, self._checkpoint = name, Checkpoint(folder)
        self._threads, self._device = threads, device
        self._pipeline: Any = None
        self._lock = threading.RLock()  # a pipeline counts its calls: one at a time

    @property
    def capabilities(self) -> RecogniserCapabilities:
        known = self._checkpoint
        notes = (
            () if known.kind is Kind.WHISPER else ("Writes what it was taught, often without punctuation.",)
        )
        return RecogniserCapabilities(
            languages=known.languages,
            translates=known.translates,
            finds_language=known.is_multilingual,
            has_word_times=known.has_word_times,
            notes=notes,
        )

    def load(self) -> None:
        with self._lock:
            if self._pipeline is None:
                self._pipeline = self._opened()

    def unload(self) -> None:
        with self._lock:
            self._pipeline = None

    def find_language(self, stretch: Stretch) -> str:
        if not self._checkpoint.is_multilingual:
            return self._checkpoint.languages[0] if self._checkpoint.languages else ""
        with self._lock:
            pipeline = self._loaded()
            sound = pipeline.feature_extractor(stretch.samples, sampling_rate=RATE_HZ, return_tensors="pt")
            features = sound.input_features.to(pipeline.device, pipeline.dtype)
            [mark] = pipeline.model.detect_language(features)
        return language_code(pipeline.tokenizer.decode(mark).strip("<|>")) or ""

    def hear(self, stretches: Sequence[Stretch], hearing: Hearing) -> list[list[Segment]]:
        return [self._heard(stretch, hearing) for stretch in stretches]

    def _heard(self, stretch: Stretch, hearing: Hearing) -> list[Segment]:
        if stretch.seconds < _LEAST_SECONDS:
            return []
        by_words = self._checkpoint.kind is Kind.CTC or (
            hearing.has_word_times and self._checkpoint.has_word_times
        )
        try:
            with self._lock:
                answer = self._loaded()(
                    {"raw": stretch.samples, "sampling_rate": RATE_HZ}, **self._options(hearing, by_words)
                )
        except (RuntimeError, ValueError, IndexError) as error:  # what PyTorch and the models' code raise
            logger.exception("%s could not hear", self.name)
            raise RecogniserFailed(self.name, reason="the model could not hear this") from error
        wordings = list(_wordings(answer, stretch.seconds, space=" " * (self._checkpoint.kind is Kind.CTC)))
        if not by_words:
            return segments_of_wordings(wordings, stretch)
        return segments_of_words(wordings, stretch, keeps_words=hearing.has_word_times)

    def _options(self, hearing: Hearing, by_words: bool) -> dict[str, Any]:
        if self._checkpoint.kind is Kind.CTC:
            return {"return_timestamps": "word"}
        if self._checkpoint.kind is Kind.SEQUENCE:
            return {}
        wanted: dict[str, Any] = {"num_beams": 1}
        if self._checkpoint.is_multilingual:
            wanted |= {"language": hearing.language, "task": str(hearing.task)}
        if hearing.temperature:
            wanted |= {"do_sample": True, "temperature": hearing.temperature}
        return {"return_timestamps": "word" if by_words else True, "generate_kwargs": wanted}

    def _loaded(self) -> Any:
        self.load()
        return self._pipeline

    def _opened(self) -> Any:
        try:
            made = _pipeline(self._checkpoint, threads=self._threads, device=self._device)
        except Exception as error:  # a folder may lack or hold anything
            logger.exception("The checkpoint %s can't be loaded", self.name)
            raise self._unavailable("its checkpoint can't be loaded", "The server's log says why.") from error
        if made.feature_extractor.sampling_rate != RATE_HZ:
            raise self._unavailable("its checkpoint wants another sample rate", "Choose one for 16 kHz.")
        return made

    def _unavailable(self, reason: str, what_to_do: str) -> EngineUnavailable:
        return EngineUnavailable(self.name, reason=reason, what_to_do=what_to_do)


def _pipeline(checkpoint: Checkpoint, *, threads: int, device: str) -> Any:
    import torch
    import transformers

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    torch.set_num_threads(threads)
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    is_ctc = checkpoint.kind is Kind.CTC
    kind = transformers.AutoModelForCTC if is_ctc else transformers.AutoModelForSpeechSeq2Seq
    here = {"local_files_only": True, "trust_remote_code": False}
    folder = str(checkpoint.folder)
    return transformers.AutomaticSpeechRecognitionPipeline(
        model=kind.from_pretrained(
            folder, use_safetensors=True, dtype=torch.float16 if device == "cuda" else torch.float32, **here
        ),
        feature_extractor=transformers.AutoFeatureExtractor.from_pretrained(folder, **here),
        tokenizer=transformers.AutoTokenizer.from_pretrained(folder, **here),
        device=device,
    )


def _wordings(answer: Any, seconds: float, *, space: str) -> Iterable[Wording]:
    """What it wrote, piece by piece; where it tells no times, all of it from beginning to end."""
    if "chunks" not in answer:
        yield Wording(str(answer["text"]), 0.0, seconds)
        return
    for chunk in answer["chunks"]:
        start, end = chunk["timestamp"]
        yield Wording(space + str(chunk["text"]), float(start or 0.0), seconds if end is None else float(end))


def open_checkpoint(name: str, folder: Path, settings: EngineSettings) -> HuggingFaceRecogniser:
    if not Checkpoint(folder).is_one:
        raise EngineUnavailable(
            name, reason="its checkpoint is not here", what_to_do=f"Put it into {folder.name}."
        )
    if missing := [package for package in _NEEDED if find_spec(package) is None]:
        raise EngineUnavailable(
            name,
            reason=f"{' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} not installed",
            what_to_do="Run `.venv/bin/python scripts/install.py hf`.",
        )
    return HuggingFaceRecogniser(name, folder, threads=settings.threads, device=settings.device)
