"""Recordings that lie with a model: voices that everybody may have it imitate.

`voices/anna.wav` in the model's folder is the voice `anna`; what is said there stands in `voices/anna.txt`.
"""

import hashlib
from functools import partial
from pathlib import Path

import numpy as np

from speech.audio.decode import AudioFile
from speech.audio.mono import mono_at
from speech.engines.base import REFERENCE_RATE_HZ, Block, Reference

FOLDER = "voices"
_SUFFIXES = (".flac", ".wav", ".mp3", ".ogg", ".opus")


def recordings(folder: Path) -> dict[str, Path]:
    if not (folder / FOLDER).is_dir():
        return {}
    return {
        path.stem: path for path in sorted((folder / FOLDER).iterdir()) if path.suffix.lower() in _SUFFIXES
    }


def recorded(path: Path) -> Reference:
    words = path.with_suffix(".txt")
    return Reference(
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        transcript=words.read_text(encoding="utf-8").strip() if words.is_file() else "",
        read=partial(_read, path),
    )


def _read(path: Path) -> Block:
    with AudioFile(path) as file:
        return np.concatenate([np.zeros(0, np.float32), *mono_at(REFERENCE_RATE_HZ, file.blocks())])
