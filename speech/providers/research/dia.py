"""Dia: dialogue with laughter and sighs, in English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

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
from speech.providers.research.options import CodecOptions, Guidance, Temperature, TopK, TopP
from speech.providers.research.prompts import Prompt
from speech.providers.settings import ProviderSettings

if TYPE_CHECKING:
    import torch

SPEAKER = "[S1]"

CODEC = "descript/dac_44khz"  # where the model names none


class DiaOptions(CodecOptions):
    temperature: Temperature | None = None
    top_k: TopK | None = None
    top_p: TopP | None = None
    guidance_scale: Guidance | None = None


def open_provider(settings: ProviderSettings) -> DiaEngine:
    options = options_of(settings, DiaOptions)
    folder = folder_of_a(settings, "DiaForConditionalGeneration")
    codec = codec_folder(settings, folder, named=options.codec, usual=CODEC)
    return DiaEngine(settings, folder, options, codec=codec)


def models_of(settings: ProviderSettings) -> tuple[str, ...]:
    return model_and_codec(settings, named=options_of(settings, DiaOptions).codec, usual=CODEC)


class LoadedDia(Loaded):
    @property
    def codec(self) -> Any:
        return self.processor.audio_tokenizer

    @property
    def delays(self) -> list[int]:
        """Of each codebook, in frames, behind the first."""
        delays: list[int] = self.model.config.delay_pattern
        return delays


class DiaEngine(CloningEngine[LoadedDia]):
    # With the transcript before it, what it is to say must fit into a thousand bytes, and into 35 seconds.
    max_characters = 200
    most_reference_seconds = 15.0
    needs_transcript = True
    speaks_alone = True
    notes = (
        "Without a recording, each passage has another voice.",
        "Laughter and the like are written as (laughs), (sighs), (coughs).",
    )

    @property
    def rate_hz(self) -> int:
        return sound_rate_hz(self.folder, otherwise=44_100)

    @property
    def own_languages(self) -> tuple[str, ...]:
        return ("en",)

    def _open(self, place: Place) -> LoadedDia:
        from transformers import DacModel, DiaForConditionalGeneration, DiaProcessor

        model = DiaForConditionalGeneration.from_pretrained(
            self.folder, use_safetensors=True, dtype=place.dtype, **FROM_HERE
        )
        codec = open_codec(DacModel, self._codec, place.device)
        return LoadedDia(model.to(place.device).eval(), open_processor(DiaProcessor, self.folder, codec))

    def _heard(self, loaded: LoadedDia, sound: Block, transcript: str, place: Place) -> Prompt:
        import torch

        whole = len(sound) - len(sound) % loaded.codec.config.hop_length
        samples = torch.from_numpy(sound[:whole]).to(place.device)
        codes = loaded.codec.encode(samples[None, None]).audio_codes
        return {"codes": codes[0].T.contiguous()}  # (frames, codebooks)

    def _say(
        self,
        loaded: LoadedDia,
        request: PassageRequest,
        reference: Reference | None,
        prompt: Prompt,
        place: Place,
    ) -> Iterator[torch.Tensor]:
        said = f"{reference.transcript.strip()} {request.text}" if reference else request.text
        text = loaded.processor.tokenizer(f"{SPEAKER} {said}", return_tensors="pt").to(place.device)
        begun = self._begun(loaded, prompt, place)
        frames_a_second = self.rate_hz / loaded.codec.config.hop_length
        made = loaded.model.generate(
            input_ids=text.input_ids,
            attention_mask=text.attention_mask,
            decoder_input_ids=begun,
            decoder_attention_mask=begun.new_ones(begun.shape[:2]),
            max_new_tokens=self._most_steps(request, frames_a_second) + max(loaded.delays),
            **self._drawn_as,
        )
        codes = self._codes(loaded, made, first=begun.shape[1] - max(loaded.delays))
        if codes.shape[1]:
            yield loaded.codec.decode(audio_codes=codes.transpose(1, 2)).audio_values[0]

    def _begun(self, loaded: LoadedDia, prompt: Prompt, place: Place) -> torch.Tensor:
        """The recording's frames behind a mark of beginning, each codebook as late as the model reads it."""
        import torch

        ids = loaded.model.config.decoder_config
        mark = torch.full((1, len(loaded.delays)), ids.bos_token_id, device=place.device)
        codes = torch.cat([mark, prompt["codes"]]) if prompt else mark
        room = codes.new_full((max(loaded.delays), len(loaded.delays)), ids.pad_token_id)
        marks = (ids.pad_token_id, ids.bos_token_id)
        return self._shifted(loaded, torch.cat([codes, room])[None], marks=marks)

    def _codes(self, loaded: LoadedDia, made: torch.Tensor, *, first: int) -> torch.Tensor:
        """Of what was said behind the recording, (1, frames, codebooks)."""
        ids = loaded.model.config.decoder_config
        leads = made[0, :, 0]
        ends = (leads[first:] == ids.eos_token_id).nonzero()
        end = first + int(ends[0]) if len(ends) else made.shape[1] - max(loaded.delays)
        codes = self._shifted(loaded, made, marks=(-1, -1), back=True)[:, first:end]
        return codes.clamp(0, loaded.codec.config.codebook_size - 1)

    @staticmethod
    def _shifted(
        loaded: LoadedDia, codes: torch.Tensor, *, marks: tuple[int, int], back: bool = False
    ) -> torch.Tensor:
        places = loaded.processor.build_indices(
            bsz=1,
            seq_len=codes.shape[1],
            num_channels=codes.shape[2],
            delay_pattern=loaded.delays,
            revert=back,
        )
        shifted: torch.Tensor = loaded.processor.apply_audio_delay(
            audio=codes, pad_token_id=marks[0], bos_token_id=marks[1], precomputed_idx=places
        )
        return shifted
