"""CSM: a model of conversation. It goes on in the voice in which somebody spoke before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from speech.engines.base import Block, PassageRequest, Reference
from speech.providers.options import options_of
from speech.providers.research.cloning import CloningEngine, Loaded
from speech.providers.research.codec import sound_rate_hz
from speech.providers.research.device import Place
from speech.providers.research.loading import FROM_HERE, folder_of_a
from speech.providers.research.options import DrawingOptions, Temperature, TopK
from speech.providers.research.prompts import Prompt
from speech.providers.settings import ProviderSettings

if TYPE_CHECKING:
    import torch

SPEAKER = "0"


class CsmOptions(DrawingOptions):
    temperature: Temperature | None = None
    depth_decoder_temperature: Temperature | None = None
    top_k: TopK | None = None


def open_provider(settings: ProviderSettings) -> CsmEngine:
    options = options_of(settings, CsmOptions)
    return CsmEngine(settings, folder_of_a(settings, "CsmForConditionalGeneration"), options)


class CsmEngine(CloningEngine[Loaded]):
    max_characters = 300
    most_reference_seconds = 60.0
    needs_transcript = True
    speaks_alone = True
    notes = ("Without a recording, each passage has another voice.",)

    @property
    def rate_hz(self) -> int:
        return sound_rate_hz(self.folder, otherwise=24_000)

    @property
    def own_languages(self) -> tuple[str, ...]:
        return ("en",)

    def _open(self, place: Place) -> Loaded:
        from transformers import CsmForConditionalGeneration, CsmProcessor

        model = CsmForConditionalGeneration.from_pretrained(
            self.folder, use_safetensors=True, dtype=place.dtype, **FROM_HERE
        )
        processor = CsmProcessor.from_pretrained(self.folder, **FROM_HERE)
        return Loaded(model.to(place.device).eval(), processor)

    def _heard(self, loaded: Loaded, sound: Block, transcript: str, place: Place) -> Prompt:
        import torch

        samples = torch.from_numpy(sound).to(place.device, place.dtype)
        codes = loaded.model.codec_model.encode(samples[None, None]).audio_codes
        return {"codes": codes[0].T.contiguous()}  # (frames, codebooks)

    def _say(
        self,
        loaded: Loaded,
        request: PassageRequest,
        reference: Reference | None,
        prompt: Prompt,
        place: Place,
    ) -> Iterator[torch.Tensor]:
        model = loaded.model
        codec = model.config.codec_config
        read = self._read(loaded, self._written(loaded, request, reference, prompt), prompt, place)
        made = model.generate(
            inputs_embeds=read,
            attention_mask=read.new_ones(read.shape[:2], dtype=int),
            max_new_tokens=self._most_steps(request, codec.frame_rate),
            **self._drawn_as,
        )
        codes = self._codes(loaded, made if hasattr(made, "shape") else made.sequences)
        if codes.shape[1]:
            yield model.codec_model.decode(codes.transpose(1, 2)).audio_values[0, 0]

    @staticmethod
    def _codes(loaded: Loaded, made: torch.Tensor) -> torch.Tensor:
        """Up to the frame that is its end, (1, frames, codebooks): each a code that the codec has."""
        config = loaded.model.config
        ends = (made[0, :, :-1] == config.codebook_eos_token_id).all(dim=-1).nonzero()
        spoken = made[:, : int(ends[0])] if len(ends) else made
        return spoken.clamp(0, config.codec_config.codebook_size - 1)

    def _written(
        self, loaded: Loaded, request: PassageRequest, reference: Reference | None, prompt: Prompt
    ) -> str:
        turns = [{"role": SPEAKER, "content": [{"type": "text", "text": request.text}]}]
        if reference is not None:
            heard = [{"type": "text", "text": reference.transcript.strip()}, {"type": "audio"}]
            turns.insert(0, {"role": SPEAKER, "content": heard})
        text: str = loaded.processor.apply_chat_template(turns, tokenize=False)
        mark = loaded.processor.audio_token
        return text.replace(mark, mark * len(prompt["codes"])) if prompt else text

    def _read(self, loaded: Loaded, text: str, prompt: Prompt, place: Place) -> torch.Tensor:
        """Words and frames of sound in one row: the model itself would make codes of the sound anew."""
        model, config = loaded.model, loaded.model.config
        ids = loaded.processor.tokenizer(text, add_special_tokens=False, return_tensors="pt").input_ids
        ids = ids.to(place.device)
        read: torch.Tensor = model.embed_text_tokens(ids)
        if prompt:
            end = ids.new_full((1, 1, config.num_codebooks), config.codebook_eos_token_id)
            embed = model.backbone_model.embed_tokens
            read[ids == config.audio_token_id] = embed(prompt["codes"][None])[0]
            read[ids == config.audio_eos_token_id] = embed(end)[0]
        return read
