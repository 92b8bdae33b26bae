"""Piper voices: one small model each, any number of them in the given folders.

piper-tts brings espeak-ng linked into its own extension module, apart from every other copy in the
process, and guards it by a lock of its own; its two espeak users never meet ours. What it does not guard
is the loading of a voice, so that happens under a lock here.
"""

import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from piper import AudioChunk, PiperVoice, SynthesisConfig
from piper.config import PiperConfig
from piper.const import BOS, EOS, PAD

from speech.audio.silence import kept_span
from speech.engines.base import Block, Capabilities, OnWord, PassageRequest, Voice
from speech.engines.checks import check_request
from speech.engines.errors import EngineFailed, EngineUnavailable, UnknownVoice, UnsupportedLanguage
from speech.engines.languages import canonical_tag, primary
from speech.engines.onnx_changes import graph_of, open_session, put_out
from speech.engines.onnx_files import Graph
from speech.engines.settings import EngineSettings
from speech.engines.stretching import split_speed, stretch
from speech.engines.telling import GivenPiece, WordTeller, heard_earlier, piece_marks
from speech.timing.phoneme_words import words_in
from speech.timing.words import words_of

NAME = "piper"
NATIVE_SPEEDS = (0.5, 2.0)
KEPT_LOADED = 3  # models at once: 60 to 120 MB each
BETWEEN_SENTENCES_SECONDS = 0.25
AHEAD_SECONDS = 0.03  # by which a sound is heard before the frames made for it (docs/engines.md)


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
            has_word_times=True,
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
        model = self._model(pack)
        text = _plain(request.text)
        teller = _teller(model, text, on_word) if on_word else None
        place = given_frames = 0
        for sentence in _sentences(model, text, settings):
            if given_frames:
                pause = np.zeros(round(BETWEEN_SENTENCES_SECONDS / request.speed * pack.rate_hz), np.float32)
                yield pause
                given_frames += len(pause)
            samples = np.asarray(sentence.audio_float_array, np.float32).reshape(-1)
            start, end = kept_span(samples, pack.rate_hz)
            block = stretch(samples[start:end], factor, rate_hz=pack.rate_hz)
            if teller and (durations := _durations_of(sentence, model)) is not None:
                given = GivenPiece(block, (start, end), pack.rate_hz, given_frames / pack.rate_hz)
                marks = piece_marks(durations, frames=len(samples))[1:-1]
                marks = heard_earlier(marks, AHEAD_SECONDS * pack.rate_hz, samples=samples, kept=(start, end))
                teller.heard(given.seconds(marks), first=place, voice=given.voice())
            yield block
            place, given_frames = place + len(sentence.phonemes), given_frames + len(block)

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
            session = open_session(pack.model, options, put_out(_durations_in(graph_of(pack.model))))
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


def _plain(text: str) -> str:
    """Without what Piper would take for phonemes. As long as it was."""
    return text.replace("[[", "((").replace("]]", "))")


def _sentences(model: PiperVoice, text: str, settings: SynthesisConfig) -> Iterator[AudioChunk]:
    try:
        yield from model.synthesize(text, settings, include_alignments=True)
    except Exception as error:  # whatever ONNX Runtime or a phonemizer of one language raises
        raise EngineFailed(NAME, reason="the model could not speak this passage") from error


def _durations_in(graph: Graph) -> str | None:
    """A phoneme lasts whole frames, rounded up: nothing else in the model is. Some models give it already."""
    rounded = [name for node in graph.nodes if node.operator == "Ceil" for name in node.outputs]
    return rounded[0] if len(rounded) == 1 and rounded[0] not in graph.outputs else None


def _teller(model: PiperVoice, text: str, on_word: OnWord) -> WordTeller:
    """Each word is read alone, to know its phonemes again among those of the passage."""
    words = words_of(text)
    written = [text[word.start : word.end] for word in words]
    try:
        read = {word: list(chain.from_iterable(model.phonemize(word))) for word in set(written)}
        phonemes = list(chain.from_iterable(model.phonemize(text)))
    except Exception as error:  # as above
        raise EngineFailed(NAME, reason="the model could not read this passage") from error
    places = words_in(phonemes, [read[word] for word in written])
    return WordTeller(words, places, on_word, phonemes=phonemes)


def _durations_of(sentence: AudioChunk, model: PiperVoice) -> NDArray[np.float64] | None:
    """Of the silence before, of each phoneme, of the silence after. Padding is halved between neighbours."""
    frames, ids = sentence.phoneme_id_samples, model.config.phoneme_id_map
    if frames is None or len(frames) != len(sentence.phoneme_ids) or not np.sum(frames) > 0:
        return None
    padding = len(ids[PAD])
    counts = [len(ids[BOS]) + padding]
    # What the model has no sign for lasts nothing.
    counts += [len(ids[name]) + padding if name in ids else 0 for name in sentence.phonemes]
    counts.append(len(ids[EOS]))
    if sum(counts) != len(frames):
        return None
    marks = np.concatenate([[0], np.cumsum(frames, dtype=np.float64)])
    ends = np.cumsum([0, *counts])
    marks[ends[1:-1]] = (marks[ends[1:-1]] + marks[ends[1:-1] - padding]) / 2
    return np.asarray(np.diff(marks[ends]))
