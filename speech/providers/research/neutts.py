"""NeuTTS through its makers' package: small models of one language each, which imitate a recording."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from speech.engines.base import Block, PassageRequest, Reference
from speech.engines.languages import primary
from speech.providers.options import options_of
from speech.providers.research.cloning import CloningEngine
from speech.providers.research.device import Place
from speech.providers.research.loading import model_folder
from speech.providers.research.options import CodecOptions, Temperature, TopK
from speech.providers.research.prompts import Prompt
from speech.providers.research.separate import as_file, require_separate
from speech.providers.settings import ProviderSettings

if TYPE_CHECKING:
    import torch

RATE_HZ = 24_000
CODEC = "neuphonic/neucodec"
# As espeak calls the languages there are models of.
PHONEMES = {"en": "en-us", "de": "de", "fr": "fr-fr", "es": "es"}
_BY_NAME = {"german": "de", "french": "fr", "spanish": "es"}


class NeuTtsOptions(CodecOptions):
    temperature: Temperature | None = None
    top_k: TopK | None = None


def open_provider(settings: ProviderSettings) -> NeuTtsEngine:
    require_separate(settings, "neutts", package="neutts")
    return NeuTtsEngine(settings, model_folder(settings), options_of(settings, NeuTtsOptions))


class NeuTtsEngine(CloningEngine[Any]):
    # Recording and speech together are forty seconds at the most.
    max_characters = 200
    most_reference_seconds = 15.0
    needs_transcript = True
    notes = (
        "It imitates a recording of 3 to 15 seconds, and has no voice without one.",
        "Its codec is found by the hub's own cache, which has to hold it before the site is taken offline.",
    )

    def __init__(self, settings: ProviderSettings, folder: Path, options: NeuTtsOptions) -> None:
        super().__init__(settings, folder, options)
        self._codec_repo = options.codec or CODEC

    @property
    def rate_hz(self) -> int:
        return RATE_HZ

    @property
    def own_languages(self) -> tuple[str, ...]:
        """The models say it by their names alone."""
        name = self.settings.model.lower()
        return (next((tag for word, tag in _BY_NAME.items() if word in name), "en"),)

    def _open(self, place: Place) -> Any:
        from neutts import NeuTTS

        return NeuTTS(
            backbone_repo=str(self.folder),
            backbone_device=place.device,
            codec_repo=self._codec_repo,
            codec_device=place.device,
            language=PHONEMES.get(primary(self.languages[0]), self.languages[0]),
        )

    def _heard(self, loaded: Any, sound: Block, transcript: str, place: Place) -> Prompt:
        return {"codes": loaded.encode_reference(as_file(sound, RATE_HZ))}

    def _say(
        self,
        loaded: Any,
        request: PassageRequest,
        reference: Reference | None,
        prompt: Prompt,
        place: Place,
    ) -> Iterator[torch.Tensor | Block]:
        said = reference.transcript.strip() if reference else ""
        yield loaded.infer(request.text, prompt["codes"], said, **self._drawn_as)
