"""Piper voices: one small model each, any number of them in the given folders.

piper-tts brings espeak-ng linked into its own extension module, apart from every other copy in the
process, and guards it by a lock of its own; its two espeak users never meet ours. What it does not guard
is the loading of a voice, so that happens under a lock here.
"""

import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from piper import PiperVoice, SynthesisConfig
from piper.config import PiperConfig

from speech.audio.silence import trim_silence
from speech.engines.base import Block, Capabilities, OnWord, PassageRequest, Voice
from speech.engines.checks import check_request
from speech.engines.errors import EngineFailed, EngineUnavailable, UnknownVoice, UnsupportedLanguage
from speech.engines.languages import canonical_tag, primary
from speech.engines.settings import EngineSettings
from speech.engines.stretching import split_speed, stretch

NAME = "piper"
NATIVE_SPEEDS = (0.5, 2.0)
KEPT_LOADED = 3  # models at once: 60 to 120 MB each
BETWEEN_SENTENCES_SECONDS = 0.25


def open_engine(settings: EngineSettings) -> "PiperEngine":
    engine = PiperEngine(settings.piper_dirs, threads=settings.threads)
    if not engine.voices:
        raise EngineUnavailable(
            NAME,
            reason="there is no Piper voice on this machine",
            what_to_do=settings.how_to_get.get(NAME, "Put a voice (.onnx and .onnx.json) into its folder."),
        )
    return engine


@dataclass(frozen=True)
class PiperPack:
    """One model file; `config` is what stands in the JSON beside it."""

    name: str  # en_US-joe-medium
    model: Path
    config: dict[str, Any]

    @property
    def language(self) -> str:
        code = self.config.get("language", {}).get("code") or self.config["espeak"]["voice"]
        return canonical_tag(code)

    @property
    def speakers(self) -> dict[str, int]:
        """Empty where it has but one."""
        return dict(self.config.get("speaker_id_map") or {}) if self.config.get("num_speakers", 1) > 1 else {}

    @property
    def rate_hz(self) -> int:
        return int(self.config["audio"]["sample_rate"])

    def voices(self) -> list[Voice]:
        shown = self.name.split("-")[1].replace("_", " ").title() if "-" in self.name else self.name
        if not self.speakers:
            return [Voice(self.name, shown, self.language, None, NAME)]
        return [
            Voice(f"{self.name}#{speaker}", f"{shown} {speaker}", self.language, None, NAME)
            for speaker in self.speakers
        ]


class PiperEngine:
    name = NAME

    def __init__(self, folders: Sequence[Path], *, threads: int = 2) -> None:
        self._folders, self._threads = tuple(folders), threads
        self._loading = threading.Lock()
        self._loaded: dict[str, PiperVoice] = {}

    @property
    def voices(self) -> Sequence[Voice]:
        """Looked up again each time: a voice may have been put there since."""
        return tuple(voice for pack in self._packs().values() for voice in pack.voices())

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            languages=tuple(dict.fromkeys(pack.language for pack in self._packs().values())),
            native_speeds=NATIVE_SPEEDS,
            max_characters_per_passage=600,
            has_streaming=True,
            notes=(
                "Speaks the same text a little differently each time. With a seed, whichever, that variation "
                "is left out: the same audio every time, somewhat flatter.",
            ),
        )

    def sample_rate_hz(self, voice: str) -> int:
        return self._pack_of(voice).rate_hz

    def validate(self, request: PassageRequest) -> None:
        check_request(request, self.capabilities)
        pack = self._pack_of(request.voice)
        if request.language is not None and primary(request.language) != primary(pack.language):
            raise UnsupportedLanguage(request.language, [pack.language])

    def load(self) -> None:
        """Nothing in common: each voice is a model, loaded when it first speaks."""

    def unload(self) -> None:
        with self._loading:
            self._loaded.clear()

    def synthesize(self, request: PassageRequest, *, on_word: OnWord | None = None) -> Iterator[Block]:
        pack = self._pack_of(request.voice)
        speed, factor = split_speed(request.speed, NATIVE_SPEEDS)
        settings = _settings(pack, request, speed=speed)
        is_first = True
        for sentence in _sentences(self._model(pack), request.text, settings):
            if not is_first:
                yield np.zeros(round(BETWEEN_SENTENCES_SECONDS / request.speed * pack.rate_hz), np.float32)
            is_first = False
            yield stretch(trim_silence(sentence, pack.rate_hz), factor, rate_hz=pack.rate_hz)

    def _packs(self) -> dict[str, PiperPack]:
        found: dict[str, PiperPack] = {}
        for folder in self._folders:
            for model in sorted(folder.rglob("*.onnx")):
                pack = _pack(model)
                if pack is not None:
                    found.setdefault(pack.name, pack)
        return found

    def _pack_of(self, voice: str) -> PiperPack:
        name, _, speaker = voice.partition("#")
        pack = self._packs().get(name)
        # A voice of many speakers may be named alone: then its first one speaks.
        if pack is None or (speaker and speaker not in pack.speakers):
            raise UnknownVoice(voice, [known.id for known in self.voices])
        return pack

    def _model(self, pack: PiperPack) -> PiperVoice:
        with self._loading:
            model = self._loaded.pop(pack.name, None) or self._open(pack)
            self._loaded[pack.name] = model  # last used, last in
            while len(self._loaded) > KEPT_LOADED:
                self._loaded.pop(next(iter(self._loaded)))
            return model

    def _open(self, pack: PiperPack) -> PiperVoice:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        try:
            session = onnxruntime.InferenceSession(
                str(pack.model), options, providers=["CPUExecutionProvider"]
            )
            return PiperVoice(session=session, config=PiperConfig.from_dict(pack.config))
        except Exception as error:  # ONNX Runtime has a class for every status, none of them shared
            raise EngineUnavailable(
                NAME, reason=f"its voice {pack.name} can't be opened", what_to_do="Get that voice again."
            ) from error


def _pack(model: Path) -> PiperPack | None:
    """None for a model that is no Piper voice: the folder may hold others."""
    try:
        config = json.loads(model.with_name(model.name + ".json").read_text(encoding="utf-8"))
        pack = PiperPack(model.stem, model, config)
        _ = pack.language, pack.rate_hz
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return pack


def _settings(pack: PiperPack, request: PassageRequest, *, speed: float) -> SynthesisConfig:
    usual = float(pack.config.get("inference", {}).get("length_scale", 1.0))
    # The model draws its noise inside, from a generator that can be set only by opening it anew (2 s).
    noise = 0.0 if request.seed is not None else None
    speaker = pack.speakers.get(request.voice.partition("#")[2]) if pack.speakers else None
    return SynthesisConfig(
        speaker_id=speaker,
        length_scale=usual / speed,
        noise_scale=noise,
        noise_w_scale=noise,
        normalize_audio=False,
    )


def _sentences(model: PiperVoice, text: str, settings: SynthesisConfig) -> Iterator[Block]:
    try:
        for chunk in model.synthesize(text.replace("[[", "((").replace("]]", "))"), settings):
            yield np.asarray(chunk.audio_float_array, np.float32).reshape(-1)
    except Exception as error:  # whatever ONNX Runtime or a phonemizer of one language raises
        raise EngineFailed(NAME, reason="the model could not speak this passage") from error
