"""VibeVoice: long conversations, by a language model with a diffusion head."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from speech.engines.base import Block, PassageRequest, Reference
from speech.providers.options import options_of
from speech.providers.research.cloning import CloningEngine, Loaded
from speech.providers.research.codec import sound_rate_hz
from speech.providers.research.device import Place
from speech.providers.research.diffusion import Solver
from speech.providers.research.loading import FROM_HERE, folder_of_a
from speech.providers.research.options import DrawingOptions, Guidance
from speech.providers.research.prompts import Prompt
from speech.providers.settings import ProviderSettings

if TYPE_CHECKING:
    import torch

SPEAKER = "0"


class VibeVoiceOptions(DrawingOptions):
    guidance_scale: Guidance = 1.3  # as its makers have it: the model itself does not say
    num_diffusion_steps: Annotated[int, Field(ge=1, le=1_000)] | None = None


def open_provider(settings: ProviderSettings) -> VibeVoiceEngine:
    options = options_of(settings, VibeVoiceOptions)
    return VibeVoiceEngine(settings, folder_of_a(settings, "VibeVoiceForConditionalGeneration"), options)


class VibeVoiceEngine(CloningEngine[Loaded]):
    max_characters = 600
    most_reference_seconds = 30.0
    speaks_alone = True
    notes = ("Without a recording, each passage may have another voice.",)

    @property
    def rate_hz(self) -> int:
        return sound_rate_hz(self.folder, otherwise=24_000)

    @property
    def own_languages(self) -> tuple[str, ...]:
        return ("en", "zh")

    def _open(self, place: Place) -> Loaded:
        from transformers import VibeVoiceForConditionalGeneration, VibeVoiceProcessor

        model = VibeVoiceForConditionalGeneration.from_pretrained(
            self.folder, use_safetensors=True, dtype=place.dtype, **FROM_HERE
        )
        processor = VibeVoiceProcessor.from_pretrained(self.folder, **FROM_HERE)
        return Loaded(model.to(place.device).eval(), processor)

    def _heard(self, loaded: Loaded, sound: Block, transcript: str, place: Place) -> Prompt:
        inputs = loaded.processor.feature_extractor([sound], sampling_rate=self.rate_hz)
        heard = loaded.model.model.get_audio_features(
            inputs["input_values"].to(place.device, place.dtype),
            inputs["padding_mask"].to(place.device),
            sample=False,
            return_dict=True,
        )
        return {"embeddings": heard.pooler_output}  # (frames, of the language model)

    def _say(
        self,
        loaded: Loaded,
        request: PassageRequest,
        reference: Reference | None,
        prompt: Prompt,
        place: Place,
    ) -> Iterator[torch.Tensor]:
        model = loaded.model
        content: list[dict[str, Any]] = [{"type": "text", "text": request.text}]
        if prompt:
            content.append({"type": "audio"})
        text = loaded.processor.apply_chat_template([{"role": SPEAKER, "content": content}], tokenize=False)
        ids = self._ids(loaded, text, prompt).to(place.device)
        read = model.get_input_embeddings()(ids)
        if prompt:
            read[ids == model.config.audio_token_id] = prompt["embeddings"].to(read.dtype)
        frames_a_second = self.rate_hz / model.config.audio_config.hop_length
        made = model.generate(
            input_ids=ids,
            inputs_embeds=read,
            attention_mask=ids.new_ones(ids.shape),
            max_new_tokens=self._most_steps(request, frames_a_second) + 1,
            noise_scheduler=Solver(),
            **self._drawn_as,
        )
        audio = (made if isinstance(made, list) else made.audio)[0]
        if audio is not None:
            yield audio

    @staticmethod
    def _ids(loaded: Loaded, text: str, prompt: Prompt) -> torch.Tensor:
        mark = loaded.processor.audio_token
        if prompt:
            text = text.replace(mark, mark * len(prompt["embeddings"]))
        ids: torch.Tensor = loaded.processor.tokenizer(text, return_tensors="pt").input_ids
        return ids
