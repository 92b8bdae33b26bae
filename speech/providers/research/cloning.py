"""What models that imitate a voice have in common.

A kind says what it makes of a recording (`_heard`) and how it speaks with that (`_say`). Which recording
it is, how long it may be, and that nothing is made of it twice is looked after here.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from speech.audio.resample import Resampler
from speech.engines.base import REFERENCE_RATE_HZ, Block, PassageRequest, Reference
from speech.engines.errors import UnsupportedOption
from speech.providers.research.base import M, ResearchEngine
from speech.providers.research.device import Place
from speech.providers.research.options import ModelOptions
from speech.providers.research.prompts import FOLDER, Prompt, PromptCache, PromptKey
from speech.providers.research.recordings import recorded, recordings
from speech.providers.settings import ProviderSettings

if TYPE_CHECKING:
    import torch

DEFAULT_VOICE = "default"  # of models that speak without a recording


@dataclass(frozen=True)
class Loaded:
    """A model of Transformers' with what prepares its input."""

    model: Any
    processor: Any


class CloningEngine(ResearchEngine[M]):
    """`codec`: where a model lies that it needs beside itself."""

    has_cloning = True
    needs_transcript = False
    speaks_alone = False  # without a recording: in a voice of its own choice
    least_reference_seconds = 0.5
    most_reference_seconds = 30.0

    def __init__(
        self,
        settings: ProviderSettings,
        folder: Path,
        options: ModelOptions,
        *,
        codec: Path | None = None,
    ) -> None:
        super().__init__(settings, folder)
        self._drawn_as = options.drawn_as
        self._codec = codec or folder
        self.prompts = PromptCache(settings.cache_dir / FOLDER if settings.cache_dir else None)

    @property
    def heard_at_hz(self) -> int:
        return self.rate_hz

    @abstractmethod
    def _heard(self, loaded: M, sound: Block, transcript: str, place: Place) -> Prompt:
        """What the model makes of a recording at `heard_at_hz`. It leaves nothing to chance."""

    @abstractmethod
    def _say(
        self, loaded: M, request: PassageRequest, reference: Reference | None, prompt: Prompt, place: Place
    ) -> Iterable[torch.Tensor | Block]:
        """As `_speak`. Without a reference there is nothing in the prompt."""

    @property
    def _weight_folders(self) -> Sequence[Path]:
        is_inside = self._codec.resolve().is_relative_to(self.folder.resolve())
        return (self.folder,) if is_inside else (self.folder, self._codec)

    @property
    def own_voices(self) -> Sequence[str]:
        return [*([DEFAULT_VOICE] if self.speaks_alone else []), *self._recordings]

    @cached_property
    def _recordings(self) -> dict[str, Path]:
        return recordings(self.folder)

    def validate(self, request: PassageRequest) -> None:
        if request.reference is None and not self.voices:
            raise UnsupportedOption(
                "voice", request.voice, "one of your own voices, since this model imitates a recording"
            )
        super().validate(request)
        if request.reference is not None and request.reference.duration_seconds is not None:
            self._require_length(request.voice, request.reference.duration_seconds)

    def _check(self, request: PassageRequest) -> None:
        reference = self._reference(request) if self.needs_transcript else None
        if reference is not None and not reference.transcript.strip():
            allowed = "a recording with its transcript: add what is said there"
            raise UnsupportedOption("voice", request.voice, allowed)

    def _require_length(self, voice: str, seconds: float) -> None:
        """Where the words must fit the sound, neither can be cut."""
        most = self.most_reference_seconds if self.needs_transcript else math.inf
        if not self.least_reference_seconds <= seconds <= most:
            allowed = f"a recording of {self.least_reference_seconds:g} to {self.most_reference_seconds:g} s"
            raise UnsupportedOption("voice", voice, allowed)

    def _speak(self, loaded: M, request: PassageRequest, place: Place) -> Iterator[torch.Tensor | Block]:
        reference = self._reference(request)
        prompt: Prompt = {}
        if reference is not None:
            key = PromptKey.of(reference, kind=self.settings.kind, model_version=self.version)
            kept = self.prompts.prompt(key, lambda: self._made(loaded, request.voice, reference, place))
            prompt = {name: tensor.to(place.device) for name, tensor in kept.items()}
        yield from self._say(loaded, request, reference, prompt, place)

    def _reference(self, request: PassageRequest) -> Reference | None:
        if request.reference is not None:
            return request.reference
        path = self._recordings.get(self._meant(request.voice))
        return None if path is None else recorded(path)

    def _made(self, loaded: M, voice: str, reference: Reference, place: Place) -> Prompt:
        sound = self._sound(voice, reference)
        heard = self._heard(loaded, sound, reference.transcript.strip(), place)
        # A card's memory is for models.
        return {name: tensor.cpu() for name, tensor in heard.items()}

    def _sound(self, voice: str, reference: Reference) -> Block:
        sound = np.asarray(reference.read(), np.float32)
        self._require_length(voice, len(sound) / REFERENCE_RATE_HZ)
        most = round(self.most_reference_seconds * REFERENCE_RATE_HZ)
        resampler = Resampler(REFERENCE_RATE_HZ, self.heard_at_hz)
        return np.concatenate([resampler.feed(sound[:most]), resampler.finish()])

    def _most_steps(self, request: PassageRequest, steps_a_second: float) -> int:
        """So many, and one more: who takes them all is told to have found no end."""
        return math.ceil(self._most_seconds(request) * steps_a_second) + 1
