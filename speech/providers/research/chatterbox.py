"""Chatterbox through its makers' package: English, English quickly, or two dozen languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from speech.engines.base import Block, PassageRequest, Reference
from speech.engines.errors import EngineUnavailable
from speech.engines.languages import nearest
from speech.providers.options import options_of
from speech.providers.research.cloning import DEFAULT_VOICE, CloningEngine
from speech.providers.research.device import Place
from speech.providers.research.loading import model_folder
from speech.providers.research.options import DrawingOptions, Temperature
from speech.providers.research.prompts import Prompt
from speech.providers.research.separate import as_file, require_separate
from speech.providers.settings import ProviderSettings

if TYPE_CHECKING:
    import torch

RATE_HZ = 24_000
OWN_VOICE = "conds.pt"
# Which the package reads as tensors and nothing else, so that nothing in them is run.
FURTHER_FILES = (OWN_VOICE, "ve.pt", "s3gen.pt")
LANGUAGES = (
    *("en", "ar", "da", "de", "el", "es", "fi", "fr", "he", "hi", "it", "ja"),
    *("ko", "ms", "nl", "no", "pl", "pt", "ru", "sv", "sw", "tr", "zh"),
)


@dataclass(frozen=True)
class Form:
    weights: str  # the file that a folder is known by
    module: str
    name: str
    languages: tuple[str, ...] = ("en",)
    least_reference_seconds: float = 0.5


FORMS = (
    Form("t3_mtl23ls_v2.safetensors", "chatterbox.mtl_tts", "ChatterboxMultilingualTTS", LANGUAGES),
    Form(
        "t3_turbo_v1.safetensors", "chatterbox.tts_turbo", "ChatterboxTurboTTS", least_reference_seconds=5.1
    ),
    Form("t3_cfg.safetensors", "chatterbox.tts", "ChatterboxTTS"),
)


class ChatterboxOptions(DrawingOptions):
    exaggeration: Annotated[float, Field(ge=0, le=5)] | None = None
    cfg_weight: Annotated[float, Field(ge=0, le=5)] | None = None
    temperature: Temperature | None = None


def open_provider(settings: ProviderSettings) -> ChatterboxEngine:
    require_separate(settings, "chatterbox", package="chatterbox-tts")
    folder = model_folder(settings)
    form = next((form for form in FORMS if (folder / form.weights).is_file()), None)
    if form is None:
        raise EngineUnavailable(
            settings.name,
            reason=f"what lies in {folder.name} is no model of the kind {settings.kind}",
            what_to_do=f"It should have one of {', '.join(form.weights for form in FORMS)}.",
        )
    return ChatterboxEngine(settings, folder, form, options_of(settings, ChatterboxOptions))


@dataclass(frozen=True)
class Loaded:
    model: Any
    own_voice: Any  # what the model has of the voice that comes with it


class ChatterboxEngine(CloningEngine[Loaded]):
    max_characters = 300  # it speaks forty seconds at the most
    notes = ("Its speech carries a watermark that cannot be heard.",)

    def __init__(
        self, settings: ProviderSettings, folder: Path, form: Form, options: ChatterboxOptions
    ) -> None:
        super().__init__(settings, folder, options)
        self._form = form
        self.least_reference_seconds = form.least_reference_seconds

    @property
    def rate_hz(self) -> int:
        return RATE_HZ

    @property
    def own_languages(self) -> tuple[str, ...]:
        return self._form.languages

    @cached_property
    def own_voices(self) -> Sequence[str]:
        has_voice = (self.folder / OWN_VOICE).is_file()
        return [*([DEFAULT_VOICE] if has_voice else []), *super().own_voices]

    def _open(self, place: Place) -> Loaded:
        kind = getattr(import_module(self._form.module), self._form.name)
        model = kind.from_local(self.folder, place.device)
        return Loaded(model, model.conds)

    def _heard(self, loaded: Loaded, sound: Block, transcript: str, place: Place) -> Prompt:
        loaded.model.prepare_conditionals(as_file(sound, RATE_HZ))
        heard = loaded.model.conds
        return _tensors("t3", vars(heard.t3)) | _tensors("gen", heard.gen)

    def _say(
        self,
        loaded: Loaded,
        request: PassageRequest,
        reference: Reference | None,
        prompt: Prompt,
        place: Place,
    ) -> Iterator[torch.Tensor]:
        model = loaded.model
        # The model speaks as what it has heard last; nobody else speaks by it meanwhile.
        model.conds = self._conditions(prompt) if prompt else loaded.own_voice
        yield model.generate(
            request.text,
            **({"language_id": self._language(request)} if len(self.own_languages) > 1 else {}),
            **self._drawn_as,
        )

    def _conditions(self, prompt: Prompt) -> Any:
        """What the package holds of a voice, from its tensors; what is none of them is nothing there."""
        heard = import_module(self._form.module).Conditionals
        spoken = import_module("chatterbox.models.t3.modules.cond_enc").T3Cond
        made = {"prompt_feat_len": None} | _named("gen", prompt)
        return heard(spoken(**_named("t3", prompt)), made)

    def _language(self, request: PassageRequest) -> str:
        tag = nearest(request.language, LANGUAGES) if request.language else None
        return tag or LANGUAGES[0]


def _tensors(part: str, held: dict[str, Any]) -> dict[str, Any]:
    return {f"{part}.{name}": value for name, value in held.items() if hasattr(value, "detach")}


def _named(part: str, prompt: Prompt) -> dict[str, Any]:
    return {
        name.removeprefix(f"{part}."): value for name, value in prompt.items() if name.startswith(f"{part}.")
    }
