"""Checkpoints of Transformers' that recognise speech: which folders are ones, and what can be known of them.

Nothing of Transformers is imported in here: to look at a folder takes its JSON alone.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from speech.recognition.languages import language_code

_MOST_BYTES = 4 * 1024 * 1024
_MULTILINGUAL_TOKENS = 51_865  # a Whisper with fewer knows English alone
_PROCESSORS = ("preprocessor_config.json", "processor_config.json")


class Kind(StrEnum):
    WHISPER = "whisper"
    CTC = "ctc"  # a sign for each frame of sound: it knows when, not what would make sense
    SEQUENCE = "sequence"  # writes what it hears, and not when


_SEQUENCE_MODELS = frozenset(
    {
        "SpeechEncoderDecoderModel",
        "Speech2TextForConditionalGeneration",
        "MoonshineForConditionalGeneration",
    }
)


@dataclass(frozen=True)
class Checkpoint:
    folder: Path

    @property
    def is_one(self) -> bool:
        """Safetensors alone: other files of weights may run what they like when they are read."""
        if not self.folder.is_dir() or self.folder.name.startswith("."):
            return False
        has_processor = any((self.folder / name).is_file() for name in _PROCESSORS)
        has_weights = next(self.folder.glob("*.safetensors"), None) is not None
        return has_processor and has_weights and self.kind is not None

    @cached_property
    def kind(self) -> Kind | None:
        for name in _listed(self._config.get("architectures")):
            if name == "WhisperForConditionalGeneration":
                return Kind.WHISPER
            if name.endswith("ForCTC"):
                return Kind.CTC
            if name in _SEQUENCE_MODELS:
                return Kind.SEQUENCE
        return None

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """ISO 639-1; empty where it does not say."""
        if self.kind is not Kind.WHISPER:
            return ()
        if not self.is_multilingual:
            return ("en",)
        codes = (language_code(mark.strip("<|>")) for mark in self.language_marks)
        return tuple(sorted({code for code in codes if code}))

    @property
    def language_marks(self) -> Mapping[str, Any]:
        marks = self._generation.get("lang_to_id")
        return marks if isinstance(marks, dict) else {}

    @property
    def is_multilingual(self) -> bool:
        """A Whisper that knows more than English."""
        tokens = self._config.get("vocab_size")
        is_large = isinstance(tokens, int) and tokens >= _MULTILINGUAL_TOKENS
        return self.kind is Kind.WHISPER and bool(self._generation.get("is_multilingual", is_large))

    @property
    def translates(self) -> bool:
        tasks = self._generation.get("task_to_id")
        return self.is_multilingual and isinstance(tasks, dict) and "translate" in tasks

    @property
    def has_word_times(self) -> bool:
        return self.kind is Kind.CTC or (
            self.kind is Kind.WHISPER and bool(self._generation.get("alignment_heads"))
        )

    @cached_property
    def _config(self) -> dict[str, Any]:
        return _read(self.folder / "config.json")

    @cached_property
    def _generation(self) -> dict[str, Any]:
        return _read(self.folder / "generation_config.json")


def checkpoint_folders(folder: Path) -> dict[str, Path]:
    """Every checkpoint in it that recognises speech, by its folder's name."""
    if not folder.is_dir():
        return {}
    return {found.name: found for found in sorted(folder.iterdir()) if Checkpoint(found).is_one}


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            return {}
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _listed(names: Any) -> list[str]:
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
