"""What a provider has to be told: where it is, what it is asked for, and within which bounds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from speech.text.passages import FASTEST, SLOWEST


@dataclass(frozen=True)
class Patience:
    """How long each stage of one request may take, in seconds."""

    connect_seconds: float = 5.0
    first_audio_seconds: float = 30.0
    silence_seconds: float = 15.0  # between two pieces of sound
    total_seconds: float = 300.0


@dataclass(frozen=True)
class ProviderSettings:
    name: str  # that people and programs ask for it by
    kind: str  # one of `speech.providers.kinds.KINDS`
    url: str = ""
    model: str = ""  # as the service, the hub or the folder calls it
    key: str = field(default="", repr=False)
    key_env: str = ""  # the variable that it came from, for what people are told
    region: str = ""
    voices: Mapping[str, str] = field(default_factory=dict)  # further names, and the voice each stands for
    default_voice: str = ""
    languages: tuple[str, ...] = ()  # empty: what the service says it speaks
    max_characters: int = 0  # of a passage; 0: the kind's own
    speeds: tuple[float, float] = (SLOWEST, FASTEST)
    at_once: int = 4  # requests under way together
    price_per_million_characters: float = 0.0
    tries: int = 3
    patience: Patience = Patience()
    device: str = "auto"  # or cpu, cuda, mps
    dtype: str = "auto"  # or float32, float16, bfloat16
    threads: int = 2
    offline: bool = True
    models_dir: Path | None = None  # where a model that is named by a bare name may lie
    cache_dir: Path | None = None  # what is kept between starts: lists of voices, prompts of cloned voices
    options: Mapping[str, Any] = field(default_factory=dict)  # what only this kind knows
