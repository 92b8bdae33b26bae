"""SpeechT5: English, in any voice of which there is an x-vector (512 numbers).

Its three parts are models of their own: text to a picture of sound, the vocoder that makes sound of it,
and, where recordings are to be imitated, the one that hears who speaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from speech.engines.base import Block, PassageRequest, Reference
from speech.engines.errors import EngineUnavailable, UnsupportedOption
from speech.providers.options import options_of
from speech.providers.research.cloning import CloningEngine
from speech.providers.research.device import Place
from speech.providers.research.letters import Letters, lost_word
from speech.providers.research.loading import (
    FROM_HERE,
    folder_of_a,
    model_folder,
    read_json,
    require_packages,
)
from speech.providers.research.options import ModelOptions
from speech.providers.research.prompts import Prompt
from speech.providers.research.romanising import can_romanise, romanised
from speech.providers.settings import ProviderSettings

if TYPE_CHECKING:
    import torch

USUAL_VOCODER = "microsoft/speecht5_hifigan"
HEARS_AT_HZ = 16_000

XVector = NDArray[np.float32]
NO_XVECTOR: XVector = np.zeros(0, np.float32)


class SpeechT5Options(ModelOptions):
    """Folders, or models of the hub; empty: what lies in its own folder under that name."""

    vocoder: str = ""
    speakers: str = ""  # x-vectors, a file a voice
    speaker_model: str = ""


def open_provider(settings: ProviderSettings) -> SpeechT5Engine:
    options = options_of(settings, SpeechT5Options)
    require_packages(settings, ("sentencepiece",))
    return SpeechT5Engine(settings, folder_of_a(settings, "SpeechT5ForTextToSpeech"), options)


def models_of(settings: ProviderSettings) -> tuple[str, ...]:
    """All that it consists of, where each has a name of its own."""
    options = options_of(settings, SpeechT5Options)
    further = (options.vocoder or USUAL_VOCODER, options.speaker_model)
    return (settings.model, *filter(None, further))


@dataclass
class Loaded:
    model: Any
    tokenizer: Any
    vocoder: Any
    speaker_model: Any = None
    hears: Any = None  # what prepares a recording for it
    letters: Letters = field(default_factory=lambda: Letters(()))


class SpeechT5Engine(CloningEngine[Loaded]):
    dtypes = ("float32",)  # small, and its vocoder hisses in halves
    notes = ("Needs an x-vector of the very kind that it was trained with for each voice.",)

    def __init__(self, settings: ProviderSettings, folder: Path, options: SpeechT5Options) -> None:
        super().__init__(settings, folder, options)
        self._speakers = Path(options.speakers or folder / "speakers").expanduser()
        self._vocoder = _part(settings, folder / "vocoder", named=options.vocoder, usual=USUAL_VOCODER)
        self._speaker_model = _part(settings, folder / "speaker_model", named=options.speaker_model)
        self._size = int(self.config.get("speaker_embedding_dim", 512))
        self._require_voice()
        self._require_same_size()

    def _require_voice(self) -> None:
        if not self.own_voices and self._speaker_model is None:
            raise EngineUnavailable(
                self.name,
                reason="it has no voice",
                what_to_do=f"Put x-vectors ({self._size} numbers, .npy or .safetensors) into its folder "
                f"{self._speakers.name}, or name one: speakers in [providers.{self.name}.options].",
            )

    def _require_same_size(self) -> None:
        if self._speaker_model is None:
            return
        size = read_json(self._speaker_model / "config.json").get("xvector_output_dim")
        if size != self._size:
            raise EngineUnavailable(
                self.name,
                reason=f"its speaker_model hears {size} numbers of a voice, and it wants {self._size}",
                what_to_do="Name the one that it was trained with.",
            )

    @property
    def has_cloning(self) -> bool:  # type: ignore[override] # that of this folder
        return self._speaker_model is not None

    @property
    def rate_hz(self) -> int:
        return int(self._vocoder_config.get("sampling_rate", 16_000))

    @cached_property
    def _vocoder_config(self) -> dict[str, Any]:
        return read_json(self._vocoder / "config.json") if self._vocoder else {}

    @property
    def heard_at_hz(self) -> int:
        """By the model that hears, whatever rate the vocoder has."""
        return HEARS_AT_HZ

    @property
    def own_languages(self) -> tuple[str, ...]:
        return ("en-US",)

    @property
    def own_voices(self) -> Sequence[str]:
        return [*self._xvector_files, *(self._recordings if self.has_cloning else [])]

    @cached_property
    def _xvector_files(self) -> Mapping[str, Path]:
        files = [*self._speakers.glob("*.npy"), *self._speakers.glob("*.safetensors")]
        return {file.stem: file for file in sorted(files)}

    @property
    def _weight_folders(self) -> Sequence[Path]:
        further = (self._vocoder, self._speaker_model)
        outside = [part for part in further if part and not part.is_relative_to(self.folder)]
        return (self.folder, *outside)

    @property
    def _further_folders(self) -> Sequence[Path]:
        return () if self._speakers.is_relative_to(self.folder) else (self._speakers,)

    def _most_seconds(self, piece: PassageRequest) -> float:
        """English is quicker than the slowest."""
        return super()._most_seconds(piece) / 2

    def _check(self, request: PassageRequest) -> None:
        if self._reference(request) is None:
            self._xvector(self._meant(request.voice))

    def _xvector(self, voice: str) -> XVector:
        file = self._xvector_files.get(voice)
        found = _read_xvector(file) if file else NO_XVECTOR
        if len(found) != self._size or not np.isfinite(found).all():
            raise UnsupportedOption("voice", voice, f"an x-vector of {self._size} numbers")
        return found

    def _open(self, place: Place) -> Loaded:
        from transformers import SpeechT5ForTextToSpeech, SpeechT5HifiGan, SpeechT5Tokenizer

        weights = {"use_safetensors": True, "dtype": place.dtype, **FROM_HERE}
        tokenizer = SpeechT5Tokenizer.from_pretrained(self.folder, **FROM_HERE)
        loaded = Loaded(
            SpeechT5ForTextToSpeech.from_pretrained(self.folder, **weights).to(place.device).eval(),
            tokenizer,
            SpeechT5HifiGan.from_pretrained(self._vocoder, **weights).to(place.device).eval(),
            letters=_letters(tokenizer),
        )
        if self._speaker_model is not None:
            from transformers import AutoFeatureExtractor, AutoModelForAudioXVector

            hearing = AutoModelForAudioXVector.from_pretrained(self._speaker_model, **weights)
            loaded.speaker_model = hearing.to(place.device).eval()
            loaded.hears = AutoFeatureExtractor.from_pretrained(self._speaker_model, **FROM_HERE)
        return loaded

    def _heard(self, loaded: Loaded, sound: Block, transcript: str, place: Place) -> Prompt:
        import torch

        features = loaded.hears(sound, sampling_rate=HEARS_AT_HZ, return_tensors="pt")
        heard = loaded.speaker_model(features.input_values.to(place.device, place.dtype)).embeddings[0]
        return {"xvector": torch.nn.functional.normalize(heard, dim=-1)}

    def _say(
        self,
        loaded: Loaded,
        request: PassageRequest,
        reference: Reference | None,
        prompt: Prompt,
        place: Place,
    ) -> Iterator[torch.Tensor]:
        import torch

        if lost := loaded.letters.lost(request.text):
            raise lost_word(lost[0])
        tokens = loaded.tokenizer(loaded.letters.written(request.text), return_tensors="pt")
        xvector = prompt["xvector"] if prompt else torch.from_numpy(self._xvector(request.voice))
        yield loaded.model.generate_speech(
            tokens.input_ids.to(place.device),
            xvector[None].to(place.device, place.dtype),
            vocoder=loaded.vocoder,
        )


def _part(settings: ProviderSettings, inside: Path, *, named: str, usual: str = "") -> Path | None:
    """Within its folder, or a model of its own; None where it needs none."""
    wanted = named or (str(inside) if inside.is_dir() else usual)
    return model_folder(settings, wanted) if wanted else None


def _read_xvector(file: Path) -> XVector:
    """Empty where it holds none."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        if file.suffix == ".npy":
            found = np.load(file, allow_pickle=False)
        else:
            found = next(iter(load_file(file).values()), NO_XVECTOR)
        return np.asarray(found, np.float32).reshape(-1)
    except (OSError, EOFError, ValueError, SafetensorError):
        return NO_XVECTOR


def _letters(tokenizer: Any) -> Letters:
    known = [sign for sign in tokenizer.get_vocab() if len(sign) == 1]
    return Letters(known, romanise=(lambda text: romanised(text, language="eng")) if can_romanise() else None)
