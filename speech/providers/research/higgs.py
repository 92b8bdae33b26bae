"""Higgs Audio v2: expressive speech by a language model, in the voice of a recording or one of its choice."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from speech.audio.resample import Resampler
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
from speech.providers.research.options import CodecOptions, Temperature, TopK, TopP
from speech.providers.research.prompts import Prompt
from speech.providers.settings import ProviderSettings

if TYPE_CHECKING:
    import torch

TASK = "Generate audio following instruction."
SCENE = "Audio is recorded from a quiet room."
_CODEC_MODULE = "transformers.models.higgs_audio_v2_tokenizer.modeling_higgs_audio_v2_tokenizer"

CODEC = "bosonai/higgs-audio-v2-tokenizer"  # where the model names none


class HiggsOptions(CodecOptions):
    temperature: Temperature | None = None
    top_k: TopK | None = None
    top_p: TopP | None = None


def open_provider(settings: ProviderSettings) -> HiggsEngine:
    options = options_of(settings, HiggsOptions)
    folder = folder_of_a(settings, "HiggsAudioV2ForConditionalGeneration")
    codec = codec_folder(settings, folder, named=options.codec, usual=CODEC)
    return HiggsEngine(settings, folder, options, codec=codec)


def models_of(settings: ProviderSettings) -> tuple[str, ...]:
    return model_and_codec(settings, named=options_of(settings, HiggsOptions).codec, usual=CODEC)


class HiggsEngine(CloningEngine[Loaded]):
    max_characters = 400
    most_reference_seconds = 30.0
    needs_transcript = True
    speaks_alone = True
    follows_instructions = True
    notes = ("Without a recording, each passage has another voice.",)

    @property
    def rate_hz(self) -> int:
        return sound_rate_hz(self.folder, otherwise=24_000)

    @property
    def own_languages(self) -> tuple[str, ...]:
        return ("en", "zh", "de", "ko")

    def _open(self, place: Place) -> Loaded:
        from transformers import HiggsAudioV2ForConditionalGeneration, HiggsAudioV2Processor

        model = HiggsAudioV2ForConditionalGeneration.from_pretrained(
            self.folder, use_safetensors=True, dtype=place.dtype, **FROM_HERE
        )
        codec = open_codec(codec_class(), self._codec, place.device)
        return Loaded(
            model.to(place.device).eval(), open_processor(HiggsAudioV2Processor, self.folder, codec)
        )

    def _heard(self, loaded: Loaded, sound: Block, transcript: str, place: Place) -> Prompt:
        """Its frames between marks, each codebook a frame later than the one before."""
        import torch

        processor = loaded.processor
        samples = torch.from_numpy(sound).to(place.device)
        codes = processor.audio_tokenizer.encode(samples[None, None]).audio_codes
        begin = codes.new_full((*codes.shape[:2], 1), processor.audio_stream_bos_id)
        end = codes.new_full((*codes.shape[:2], 1), processor.audio_stream_eos_id)
        delayed = processor.build_delay_pattern(torch.cat([begin, codes, end], dim=2))
        return {"codes": delayed[0].T.contiguous()}  # (frames, codebooks)

    def _say(
        self,
        loaded: Loaded,
        request: PassageRequest,
        reference: Reference | None,
        prompt: Prompt,
        place: Place,
    ) -> Iterator[torch.Tensor]:
        processor = loaded.processor
        text = processor.apply_chat_template(
            _conversation(request, reference), add_generation_prompt=True, tokenize=False
        )
        heard = {}
        if prompt:
            codes = prompt["codes"][None]
            text = text.replace(processor.audio_token, processor.get_audio_tokens(codes.shape[1]))
            heard = {"audio_input_ids": codes, "audio_input_ids_mask": codes.new_ones(codes.shape[:2]).bool()}
        tokens = processor.tokenizer(text, add_special_tokens=False, return_tensors="pt").to(place.device)
        codebooks = loaded.model.config.num_codebooks
        frames_a_second = processor.audio_tokenizer.config.frame_rate
        made = loaded.model.generate(
            input_ids=tokens.input_ids,
            attention_mask=tokens.attention_mask,
            **heard,
            max_new_tokens=self._most_steps(request, frames_a_second) + codebooks + 1,
            **self._drawn_as,
        )
        codes = made if hasattr(made, "shape") else made.audio_sequences
        if self._frames(loaded, codes[0]) > 0:
            yield processor.batch_decode(codes)[0]

    @staticmethod
    def _frames(loaded: Loaded, codes: torch.Tensor) -> int:
        """Behind the last mark of beginning, and with all of their codebooks."""
        config = loaded.model.config
        begin = int((codes == config.audio_stream_bos_id).all(dim=-1).nonzero()[-1])
        ends = (codes[begin:] == config.audio_stream_eos_id).all(dim=-1).nonzero()
        rows = int(ends[0]) if len(ends) else len(codes) - begin
        return rows - int(config.num_codebooks)


def codec_class() -> Any:
    """It wants torchaudio for one function alone, which resamples. What there is of that among the packages
    needs a graphics card's PyTorch: where it is missing, this resamples instead.
    """
    import transformers

    if find_spec("torchaudio") is None and _CODEC_MODULE not in sys.modules:
        instead = ModuleType("torchaudio")
        instead.functional = SimpleNamespace(resample=_resampled)  # type: ignore[attr-defined]
        sys.modules["torchaudio"] = instead
        try:
            module = import_module(_CODEC_MODULE)
        finally:
            del sys.modules["torchaudio"]
        # The processor compares a codec's class with what is found here.
        transformers.HiggsAudioV2TokenizerModel = module.HiggsAudioV2TokenizerModel
    return transformers.HiggsAudioV2TokenizerModel


def _resampled(sound: torch.Tensor, from_hz: int, to_hz: int) -> torch.Tensor:
    """(1, 1, frames), of one recording."""
    resampler = Resampler(from_hz, to_hz)
    samples = sound.reshape(-1).float().cpu().numpy()
    made = np.concatenate([resampler.feed(samples), resampler.finish()])
    return sound.new_tensor(made).reshape(1, 1, -1)


def _conversation(request: PassageRequest, reference: Reference | None) -> list[dict[str, Any]]:
    turns = [_turn("system", TASK), _turn("scene", request.instructions or SCENE)]
    if reference is not None:
        turns += [_turn("user", reference.transcript.strip())]
        turns += [{"role": "assistant", "content": [{"type": "audio"}]}]
    return [*turns, _turn("user", request.text)]


def _turn(role: str, text: str) -> dict[str, Any]:
    return {"role": role, "content": [{"type": "text", "text": text}]}
