"""Pocket TTS: a small model that imitates a voice and is quick enough on a processor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from speech.engines.base import Block, PassageRequest, Reference
from speech.providers.options import options_of
from speech.providers.research.cloning import CloningEngine, Loaded
from speech.providers.research.codec import (
    codec_folder,
    model_and_codec,
    open_codec,
    open_processor,
    sound_rate_hz,
)
from speech.providers.research.device import Place
from speech.providers.research.loading import FROM_HERE, folder_of_a
from speech.providers.research.options import CodecOptions, Temperature
from speech.providers.research.prompts import Prompt
from speech.providers.settings import ProviderSettings

if TYPE_CHECKING:
    import torch

CODEC = "eustlb/pocket-tts-audio-tokenizer"  # where the model names none


class PocketOptions(CodecOptions):
    temperature: Temperature | None = None
    num_flow_steps: Annotated[int, Field(ge=1, le=100)] | None = None
    eos_threshold: float | None = None


def open_provider(settings: ProviderSettings) -> PocketEngine:
    options = options_of(settings, PocketOptions)
    folder = folder_of_a(settings, "PocketTTSForConditionalGeneration")
    codec = codec_folder(settings, folder, named=options.codec, usual=CODEC)
    return PocketEngine(settings, folder, options, codec=codec)


def models_of(settings: ProviderSettings) -> tuple[str, ...]:
    return model_and_codec(settings, named=options_of(settings, PocketOptions).codec, usual=CODEC)


class PocketEngine(CloningEngine[Loaded]):
    max_characters = 250  # it was taught on some fifty tokens at once
    notes = ("It imitates a recording, and has no voice without one.",)

    @property
    def rate_hz(self) -> int:
        return sound_rate_hz(self.folder, otherwise=24_000)

    @property
    def own_languages(self) -> tuple[str, ...]:
        return ("en",)

    def _open(self, place: Place) -> Loaded:
        from transformers import (
            PocketTTSAudioTokenizerModel,
            PocketTTSForConditionalGeneration,
            PocketTTSProcessor,
        )

        model = PocketTTSForConditionalGeneration.from_pretrained(
            self.folder, use_safetensors=True, dtype=place.dtype, **FROM_HERE
        )
        codec = open_codec(PocketTTSAudioTokenizerModel, self._codec, place.device)
        return Loaded(model.to(place.device).eval(), open_processor(PocketTTSProcessor, self.folder, codec))

    def _heard(self, loaded: Loaded, sound: Block, transcript: str, place: Place) -> Prompt:
        extractor, codec = loaded.processor.feature_extractor, loaded.processor.audio_tokenizer
        inputs = extractor([sound], sampling_rate=self.rate_hz).to(place.device)
        encoded = codec.encode(inputs["input_values"], inputs["padding_mask"])
        return {"latents": encoded.latents[0][encoded.latents_mask[0].bool()]}

    def _say(
        self,
        loaded: Loaded,
        request: PassageRequest,
        reference: Reference | None,
        prompt: Prompt,
        place: Place,
    ) -> Iterator[torch.Tensor]:
        asked = {"role": "user", "content": [{"type": "audio"}, {"type": "text", "text": request.text}]}
        inputs = loaded.processor(
            text=loaded.processor.apply_chat_template([asked], tokenize=False),
            audio_prompt_latents=[prompt["latents"].cpu()],
            return_tensors="pt",
        )
        made = loaded.model.generate(
            **inputs.to(place.device, place.dtype),
            **self._drawn_as,
            max_new_tokens=self._most_steps(request, loaded.model.config.frame_rate),
            return_dict_in_generate=True,
        )
        yield loaded.processor.decode(made.audio_latents[0])
