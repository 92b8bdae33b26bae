"""Qwen3-TTS through its makers' package: imitated voices, stock ones, or described ones, by the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from speech.engines.base import Block, PassageRequest, Reference
from speech.engines.errors import EngineFailed, UnsupportedOption
from speech.engines.languages import nearest
from speech.providers.options import options_of
from speech.providers.research.cloning import DEFAULT_VOICE, CloningEngine
from speech.providers.research.device import Place
from speech.providers.research.loading import FROM_HERE, model_folder, read_json
from speech.providers.research.options import DrawingOptions, Temperature, TopK, TopP
from speech.providers.research.prompts import Prompt
from speech.providers.research.separate import require_separate
from speech.providers.settings import ProviderSettings

if TYPE_CHECKING:
    import torch

FRAMES_A_SECOND = 12.5
BASE, CUSTOM, DESIGN = "base", "custom_voice", "voice_design"
# As the model calls them.
LANGUAGES = {
    "zh": "chinese",
    "en": "english",
    "ja": "japanese",
    "ko": "korean",
    "de": "german",
    "fr": "french",
    "ru": "russian",
    "pt": "portuguese",
    "es": "spanish",
    "it": "italian",
}


class Qwen3Options(DrawingOptions):
    temperature: Temperature | None = None
    top_k: TopK | None = None
    top_p: TopP | None = None


def open_provider(settings: ProviderSettings) -> Qwen3Engine:
    require_separate(settings, "qwen_tts", package="qwen-tts")
    return Qwen3Engine(settings, model_folder(settings), options_of(settings, Qwen3Options))


class Qwen3Engine(CloningEngine[Any]):
    max_characters = 300

    def __init__(self, settings: ProviderSettings, folder: Path, options: Qwen3Options) -> None:
        super().__init__(settings, folder, options)
        self._type = str(self.config.get("tts_model_type") or BASE)
        self.has_cloning = self._type == BASE
        # The small model of stock voices takes no instructions.
        is_small = self.config.get("tts_model_size") == "0b6"
        self.follows_instructions = self._type == DESIGN or (self._type == CUSTOM and not is_small)

    @cached_property
    def rate_hz(self) -> int:
        codec = read_json(self.folder / "speech_tokenizer" / "config.json")
        return int(codec.get("output_sample_rate", 24_000))

    @cached_property
    def own_languages(self) -> tuple[str, ...]:
        known = self._talker.get("codec_language_id")
        return tuple(tag for tag, name in LANGUAGES.items() if not known or name in known)

    @property
    def own_voices(self) -> Sequence[str]:
        if self._type == CUSTOM:
            return sorted(self._talker.get("spk_id") or {})
        return [DEFAULT_VOICE] if self._type == DESIGN else super().own_voices

    def _check(self, request: PassageRequest) -> None:
        super()._check(request)
        if self._type == DESIGN and not request.instructions.strip():
            raise UnsupportedOption("instructions", request.instructions, "a description of the voice")

    @property
    def _talker(self) -> dict[str, Any]:
        talker = self.config.get("talker_config")
        return talker if isinstance(talker, dict) else {}

    def _open(self, place: Place) -> Any:
        from qwen_tts import Qwen3TTSModel

        return Qwen3TTSModel.from_pretrained(
            str(self.folder), device_map=place.device, dtype=place.dtype, use_safetensors=True, **FROM_HERE
        )

    def _heard(self, loaded: Any, sound: Block, transcript: str, place: Place) -> Prompt:
        """Without a transcript the voice's character alone, with it how it speaks as well."""
        [heard] = loaded.create_voice_clone_prompt(
            ref_audio=(sound, self.rate_hz), ref_text=transcript or None, x_vector_only_mode=not transcript
        )
        codes = {} if heard.ref_code is None else {"codes": heard.ref_code}
        return {"speaker": heard.ref_spk_embedding, **codes}

    def _say(
        self,
        loaded: Any,
        request: PassageRequest,
        reference: Reference | None,
        prompt: Prompt,
        place: Place,
    ) -> Iterator[torch.Tensor | Block]:
        asked = {
            "text": request.text,
            "language": self._language(request),
            "max_new_tokens": self._most_steps(request, FRAMES_A_SECOND),
            **self._drawn_as,
        }
        if reference is not None:
            heard = self._as_heard(prompt, reference)
            sounds, rate_hz = loaded.generate_voice_clone(voice_clone_prompt=[heard], **asked)
        elif self._type == DESIGN:
            sounds, rate_hz = loaded.generate_voice_design(instruct=request.instructions, **asked)
        else:
            sounds, rate_hz = loaded.generate_custom_voice(
                speaker=request.voice, instruct=request.instructions or None, **asked
            )
        if rate_hz != self.rate_hz:
            raise EngineFailed(self.name, reason=f"the model speaks at {rate_hz} Hz, not at {self.rate_hz}")
        yield sounds[0]

    @staticmethod
    def _as_heard(prompt: Prompt, reference: Reference) -> Any:
        from qwen_tts import VoiceClonePromptItem

        codes = prompt.get("codes")
        return VoiceClonePromptItem(
            ref_code=codes,
            ref_spk_embedding=prompt["speaker"],
            x_vector_only_mode=codes is None,
            icl_mode=codes is not None,
            ref_text=reference.transcript.strip() or None,
        )

    def _language(self, request: PassageRequest) -> str:
        tag = nearest(request.language, list(LANGUAGES)) if request.language else None
        return LANGUAGES[tag] if tag else "Auto"
