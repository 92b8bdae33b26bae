"""Kokoro's voices: what their names say, and recipes that blend several."""

import math
import re
import threading
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from speech.engines.base import Gender, Voice
from speech.engines.errors import InvalidBlend, UnknownVoice

# A voice's first letter is its language, its second its gender. espeak's name for the language is beside it.
LANGUAGES = {
    "a": ("en-US", "en-us"),
    "b": ("en-GB", "en-gb"),
    "e": ("es", "es"),
    "f": ("fr-FR", "fr-fr"),
    "h": ("hi", "hi"),
    "i": ("it", "it"),
    "j": ("ja", "ja"),
    "p": ("pt-BR", "pt-br"),
    "z": ("cmn", "cmn"),
}
ESPEAK_NAMES = dict(LANGUAGES.values())
GENDERS = {"f": Gender.FEMALE, "m": Gender.MALE}
MOST_IN_A_BLEND = 5
PART = re.compile(r"\s*(?P<name>[^()+]*?)\s*(?:\(\s*(?P<weight>[^()]*?)\s*\))?\s*")

Style = NDArray[np.float32]  # (510, 1, 256): a row for each number of phonemes


@dataclass(frozen=True)
class BlendPart:
    name: str
    weight: float


def described(name: str, *, engine: str) -> Voice:
    language, _ = LANGUAGES.get(name[:1], ("en-US", "en-us"))
    shown = name.partition("_")[2].replace("_", " ").title() or name
    return Voice(name, shown, language, GENDERS.get(name[1:2]), engine)


def parse_blend(recipe: str, known: Collection[str]) -> tuple[BlendPart, ...]:
    """`af_heart(0.6)+am_adam(0.4)` or `af_heart+am_adam`, their weights adding up to 1."""
    pieces = recipe.split("+")
    if len(pieces) > MOST_IN_A_BLEND:
        raise InvalidBlend(recipe, f"it has {len(pieces)} voices, {MOST_IN_A_BLEND} are allowed")
    parts = [_part(piece, recipe=recipe) for piece in pieces]
    for part in parts:
        if part.name not in known:
            raise UnknownVoice(part.name, known)
    if len({part.name for part in parts}) < len(parts):
        raise InvalidBlend(recipe, "a voice is in it twice")
    total = sum(part.weight for part in parts)
    return tuple(BlendPart(part.name, part.weight / total) for part in parts)


def _part(piece: str, *, recipe: str) -> BlendPart:
    match = PART.fullmatch(piece)
    if match is None or not match["name"]:
        raise InvalidBlend(recipe, f"{piece.strip()!r} is no voice with a weight in brackets")
    if match["weight"] is None:
        return BlendPart(match["name"], 1.0)
    try:
        weight = float(match["weight"])
    except ValueError:
        weight = math.nan
    if not 0 < weight <= 1_000:
        raise InvalidBlend(recipe, f"the weight {match['weight']!r} is not a number above 0")
    return BlendPart(match["name"], weight)


class StyleFile:
    """`voices.npz`: names from its index alone; a voice is read when it first speaks."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._styles: dict[str, Style] = {}
        with zipfile.ZipFile(path) as archive:
            self.names: Sequence[str] = sorted(name.removesuffix(".npy") for name in archive.namelist())

    def style(self, parts: Sequence[BlendPart]) -> Style:
        if len(parts) == 1:
            return self._one(parts[0].name)
        blended = sum(np.float32(part.weight) * self._one(part.name) for part in parts)
        return np.asarray(blended, dtype=np.float32)

    def forget(self) -> None:
        with self._lock:
            self._styles.clear()

    def _one(self, name: str) -> Style:
        with self._lock:
            if name not in self._styles:
                with np.load(self._path) as stack:
                    self._styles[name] = np.asarray(stack[name], dtype=np.float32)
            return self._styles[name]
