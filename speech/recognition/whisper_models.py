"""Whisper's models as files: where they lie, and what can be known of one without loading it."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from speech.engines.errors import EngineUnavailable
from speech.recognition.languages import NAMES, language_code

FILES = ("model.bin", "config.json", "tokenizer.json")
_ENGLISH_ONLY_END = 50_256  # the mark for the end: the others have one token more before it
_CODES = {"jv": "jw"}  # where Whisper has another code than ISO 639-1
_NOT_TRANSLATING = ("turbo", "distil")  # were taught transcription alone


def whisper_code(language: str) -> str:
    return _CODES.get(language, language)


def model_folders(folder: Path) -> dict[str, Path]:
    """Every CTranslate2 Whisper in it, by its folder's name."""
    if not folder.is_dir():
        return {}
    return {found.name: found for found in sorted(folder.iterdir()) if is_model_folder(found)}


def is_model_folder(folder: Path) -> bool:
    return not folder.name.startswith(".") and all((folder / name).is_file() for name in FILES)


@dataclass(frozen=True)
class WhisperModelFiles:
    """`source` is a folder, or a name on the hub. Of the latter nothing is known before it is here."""

    source: Path | str
    offline: bool = True

    @property
    def is_multilingual(self) -> bool:
        return self._described.get("<|endoftext|>") != _ENGLISH_ONLY_END

    @property
    def translates(self) -> bool:
        name = self.source.name if isinstance(self.source, Path) else self.source
        return self.is_multilingual and not any(part in name for part in _NOT_TRANSLATING)

    @property
    def languages(self) -> tuple[str, ...]:
        if not self.is_multilingual:
            return ("en",)
        codes = {
            language_code(mark[2:-2]) for mark in self._described if mark[2:-2].isalpha() and len(mark) < 8
        }
        return tuple(sorted(code for code in codes if code)) or tuple(NAMES)

    def folder(self) -> Path:
        """Fetched where it is on the hub and not here yet. Raises `EngineUnavailable`."""
        if isinstance(self.source, Path):
            return self.source
        return self._fetched(self.source, here_only=self.offline)

    @cached_property
    def _marks(self) -> dict[str, int]:
        folder = self.source if isinstance(self.source, Path) else self._fetched(self.source, here_only=True)
        described: dict[str, Any] = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
        return {str(mark["content"]): int(mark["id"]) for mark in described["added_tokens"]}

    @property
    def _described(self) -> dict[str, int]:
        try:
            return self._marks
        except (EngineUnavailable, OSError, ValueError, LookupError, TypeError):
            return {}

    def _fetched(self, name: str, *, here_only: bool) -> Path:
        from faster_whisper.utils import download_model

        try:
            return Path(download_model(name, local_files_only=here_only))
        except Exception as error:  # the hub's client has many, none of them shared
            raise EngineUnavailable(
                name,
                reason="it could not be fetched from the hub",
                what_to_do="Look at its name and the network, or put its folder into the models folder.",
            ) from error
