"""VITS, and with it MMS-TTS: small models of one language each, for more than a thousand languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from speech.engines.base import PassageRequest
from speech.providers.research.base import ResearchEngine
from speech.providers.research.device import Place
from speech.providers.research.loading import (
    FROM_HERE,
    model_folder,
    read_json,
    require_architecture,
    require_packages,
)
from speech.providers.settings import ProviderSettings

if TYPE_CHECKING:
    import torch

DEFAULT_VOICE = "default"


def open_provider(settings: ProviderSettings) -> VitsEngine:
    require_packages(settings)
    folder = model_folder(settings)
    require_architecture(settings, folder, ["VitsModel"])
    return VitsEngine(settings, folder)


@dataclass(frozen=True)
class Loaded:
    model: Any
    tokenizer: Any


class VitsEngine(ResearchEngine[Loaded]):
    native_speeds = (0.5, 2.0)

    def __init__(self, settings: ProviderSettings, folder: Path) -> None:
        super().__init__(settings, folder)
        self._reading = read_json(folder / "tokenizer_config.json")

    @property
    def rate_hz(self) -> int:
        return int(self.config.get("sampling_rate", 16_000))

    @property
    def own_languages(self) -> tuple[str, ...]:
        return (str(self._reading.get("language") or "und"),)

    @cached_property
    def own_voices(self) -> Sequence[str]:
        speakers = int(self.config.get("num_speakers", 1))
        return [f"speaker-{number}" for number in range(speakers)] if speakers > 1 else [DEFAULT_VOICE]

    def _open(self, place: Place) -> Loaded:
        from transformers import AutoTokenizer, VitsModel

        model = VitsModel.from_pretrained(self.folder, use_safetensors=True, dtype=place.dtype, **FROM_HERE)
        return Loaded(model.to(place.device).eval(), AutoTokenizer.from_pretrained(self.folder, **FROM_HERE))

    def _speak(self, loaded: Loaded, request: PassageRequest, place: Place) -> Iterable[torch.Tensor]:
        tokens = loaded.tokenizer(request.text, return_tensors="pt").to(place.device)
        usual = float(self.config.get("speaking_rate", 1.0))
        spoken = loaded.model(
            **tokens,
            speaker_id=self.own_voices.index(request.voice),
            speaking_rate=usual * request.speed,
        )
        yield spoken.waveform[0]
