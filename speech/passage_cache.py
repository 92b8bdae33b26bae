"""Spoken passages on disk, by everything that decides how they sound."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from speech.engines.base import Block

FORMAT_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class PassageKey:
    owner: str
    engine: str
    engine_version: str
    voice: str
    language: str
    speed: float
    text: str
    phonemes: str = ""
    seed: int | None = None

    @property
    def digest(self) -> str:
        said = json.dumps([FORMAT_VERSION, asdict(self)], sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class CachedPassage:
    samples: Block
    rate_hz: int
    words: tuple[tuple[int, int, float, float], ...] = ()


class PassageCache:
    def __init__(self, folder: Path, budget_bytes: int) -> None:
        self._folder, self._budget_bytes = folder, budget_bytes

    def holds(self, key: PassageKey) -> bool:
        return self._path(key).is_file()

    def get(self, key: PassageKey) -> CachedPassage | None:
        try:
            with np.load(self._path(key)) as stored:
                words = tuple((int(s), int(e), float(a), float(b)) for s, e, a, b in stored["words"])
                return CachedPassage(stored["samples"], int(stored["rate_hz"]), words)
        except (OSError, ValueError, KeyError):
            return None

    def put(self, key: PassageKey, passage: CachedPassage) -> None:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}.part")
        words = np.array(passage.words, dtype=np.float64).reshape(-1, 4)
        with draft.open("wb") as file:
            np.savez(file, samples=passage.samples, rate_hz=passage.rate_hz, words=words)
        os.replace(draft, path)

    def _path(self, key: PassageKey) -> Path:
        owner = hashlib.sha256(key.owner.encode()).hexdigest()[:32]
        return self._folder / owner / f"{key.digest}.npz"
