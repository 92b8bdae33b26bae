"""The packages of Qwen3-TTS, Chatterbox and NeuTTS, as far as they are called: the same names and signatures.

Each speaks a tone whose height tells what it was given, so that a test hears which voice was meant.
"""

from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import numpy as np
import soundfile
import torch

RATE_HZ = 24_000


def tone(*told: object) -> np.ndarray:
    height = 200 + sum(map(ord, repr(told))) % 2_000
    return (0.3 * np.sin(2 * np.pi * height * np.arange(RATE_HZ // 4) / RATE_HZ)).astype(np.float32)


def _mean(file: Any) -> float:
    samples, rate_hz = soundfile.read(file)
    assert rate_hz == RATE_HZ
    return float(np.abs(samples).mean())


@dataclass
class VoiceClonePromptItem:
    ref_code: torch.Tensor | None
    ref_spk_embedding: torch.Tensor
    x_vector_only_mode: bool
    icl_mode: bool
    ref_text: str | None = None


class Qwen3TTSModel:
    rate_hz = RATE_HZ

    @classmethod
    def from_pretrained(cls, pretrained_model_name_or_path: str, **kwargs: Any) -> "Qwen3TTSModel":
        assert kwargs["local_files_only"]
        return cls()

    def create_voice_clone_prompt(self, ref_audio, ref_text=None, x_vector_only_mode=False):
        samples, rate_hz = ref_audio
        assert rate_hz == RATE_HZ
        assert x_vector_only_mode == (ref_text is None)
        codes = None if x_vector_only_mode else torch.arange(4)
        character = torch.tensor([float(np.abs(samples).mean())])
        return [VoiceClonePromptItem(codes, character, x_vector_only_mode, not x_vector_only_mode, ref_text)]

    def generate_voice_clone(self, text, language=None, voice_clone_prompt=None, **kwargs):
        [heard] = voice_clone_prompt
        assert kwargs["max_new_tokens"] > 0
        assert heard.icl_mode == (heard.ref_text is not None) == (heard.ref_code is not None)
        return [tone(text, language, round(float(heard.ref_spk_embedding), 3), heard.ref_text)], self.rate_hz

    def generate_voice_design(self, text, instruct, language=None, **kwargs):
        return [tone(text, language, instruct)], self.rate_hz

    def generate_custom_voice(self, text, speaker, language=None, instruct=None, **kwargs):
        return [tone(text, language, speaker, instruct)], self.rate_hz


@dataclass
class T3Cond:
    speaker_emb: torch.Tensor
    clap_emb: torch.Tensor | None = None
    cond_prompt_speech_tokens: torch.Tensor | None = None
    cond_prompt_speech_emb: torch.Tensor | None = None
    emotion_adv: torch.Tensor | None = None


@dataclass
class Conditionals:
    t3: T3Cond
    gen: dict[str, Any]


class ChatterboxTTS:
    conds: Conditionals | None = None

    @classmethod
    def from_local(cls, ckpt_dir, device):
        model = cls()
        if (ckpt_dir / "conds.pt").exists():
            model.conds = _conditions(0.0)
        return model

    def prepare_conditionals(self, wav_fpath, exaggeration=0.5):
        self.conds = _conditions(_mean(wav_fpath))

    def generate(self, text, audio_prompt_path=None, exaggeration=0.5, cfg_weight=0.5, temperature=0.8):
        return self._said(text, exaggeration)

    def _said(self, *told):
        assert self.conds is not None
        assert set(self.conds.gen) == {"prompt_token", "prompt_feat_len", "embedding"}
        heard = round(float(self.conds.t3.speaker_emb), 3)
        return torch.from_numpy(tone(heard, *told)).unsqueeze(0)


class ChatterboxMultilingualTTS(ChatterboxTTS):
    def generate(self, text, language_id, audio_prompt_path=None, exaggeration=0.5):
        return self._said(text, language_id, exaggeration)


def _conditions(heard: float) -> Conditionals:
    held = {"prompt_token": torch.arange(3), "prompt_feat_len": None, "embedding": torch.ones(2)}
    return Conditionals(T3Cond(torch.tensor([heard]), emotion_adv=torch.tensor([0.5])), held)


class NeuTTS:
    def __init__(
        self,
        backbone_repo="neuphonic/neutts-nano",
        backbone_device="cpu",
        codec_repo="neuphonic/neucodec",
        codec_device="cpu",
        language=None,
        seed=None,
    ):
        self.language = language

    def encode_reference(self, ref_audio_path):
        return torch.tensor([round(1_000 * _mean(ref_audio_path))])

    def infer(self, text, ref_codes, ref_text, emotion=None, temperature=1.0, top_k=50):
        return tone(text, ref_codes.tolist(), ref_text, self.language)


def packages() -> dict[str, ModuleType]:
    """By their names, for `sys.modules`."""
    held, conditions = {"Conditionals": Conditionals}, "chatterbox.models.t3.modules.cond_enc"
    return {
        "qwen_tts": _module(
            "qwen_tts", Qwen3TTSModel=Qwen3TTSModel, VoiceClonePromptItem=VoiceClonePromptItem
        ),
        "neutts": _module("neutts", NeuTTS=NeuTTS),
        "chatterbox": _module("chatterbox"),
        "chatterbox.tts": _module("chatterbox.tts", ChatterboxTTS=ChatterboxTTS, **held),
        "chatterbox.mtl_tts": _module(
            "chatterbox.mtl_tts", ChatterboxMultilingualTTS=ChatterboxMultilingualTTS, **held
        ),
        conditions: _module(conditions, T3Cond=T3Cond),
    }


def _module(name: str, **held: Any) -> ModuleType:
    made = ModuleType(name)
    made.__spec__ = ModuleSpec(name, None)
    vars(made).update(held)
    return made
