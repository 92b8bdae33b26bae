"""VITS, and with it MMS-TTS: small models of one language each, for more than a thousand languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from speech.engines.base import PassageRequest
from speech.engines.errors import EngineUnavailable
from speech.engines.phonemes import EspeakPhonemes
from speech.providers.options import options_of
from speech.providers.research.base import ResearchEngine
from speech.providers.research.device import Place
from speech.providers.research.letters import Letters, lost_word
from speech.providers.research.loading import FROM_HERE, folder_of_a, read_json
from speech.providers.research.options import ModelOptions
from speech.providers.research.romanising import can_romanise, romanised
from speech.providers.research.tags import tag_of
from speech.providers.settings import ProviderSettings

if TYPE_CHECKING:
    import torch

DEFAULT_VOICE = "default"
# Those that read phonemes were taught by espeak's American English.
PHONEMES_OF = "en-us"
Noise = Annotated[float, Field(ge=0, le=2)]


class VitsOptions(ModelOptions):
    # None: as the model itself says.
    noise_scale: Noise | None = None
    noise_scale_duration: Noise | None = None
    unknown_words: Literal["refuse", "skip"] = "refuse"

    @property
    def noise(self) -> dict[str, float]:
        return self.model_dump(exclude_none=True, exclude={"unknown_words"})


def open_provider(settings: ProviderSettings) -> VitsEngine:
    options = options_of(settings, VitsOptions)
    return VitsEngine(settings, folder_of_a(settings, "VitsModel"), options)


class VitsEngine(ResearchEngine[Any]):
    native_speeds = (0.5, 2.0)
    # It counts its frames in the numbers that it computes in: halves lose count after a few seconds.
    dtypes = ("float32",)
    notes = ("Speaks one language. The models of MMS-TTS are not for commercial use (CC BY-NC 4.0).",)

    def __init__(self, settings: ProviderSettings, folder: Path, options: VitsOptions) -> None:
        super().__init__(settings, folder)
        self._options = options
        self._reading = read_json(folder / "tokenizer_config.json")
        self._vocabulary = _vocabulary(settings, folder)
        self._phonemes = EspeakPhonemes(respell=False) if self._reads_phonemes else None
        self._letters = self._own_letters()
        self.minds_words = not self._reads_phonemes and options.unknown_words == "refuse"
        self._require_language()

    @property
    def _reads_phonemes(self) -> bool:
        return bool(self._reading.get("phonemize", True))

    @property
    def _language(self) -> str:
        return str(self._reading.get("language") or ("eng" if self._reads_phonemes else ""))

    def _require_language(self) -> None:
        if not self.languages:
            raise EngineUnavailable(
                self.name,
                reason="its model does not say which language it speaks",
                what_to_do=f'Say it: languages = ["fi"] in [providers.{self.name}].',
            )

    def _own_letters(self) -> Letters:
        is_uroman = bool(self._reading.get("is_uroman"))
        if is_uroman and not can_romanise():
            raise EngineUnavailable(
                self.name,
                reason="its model reads Latin letters alone, and uroman is not installed",
                what_to_do="Run `.venv/bin/python scripts/install.py hf`.",
            )
        code = self._language.partition("-")[0]
        # What is romanised needs letters to be written in.
        is_latin = {"a", "e", "i"} <= self._vocabulary.keys()
        return Letters(
            [sign for sign in self._vocabulary if len(sign) == 1],
            romanise=(lambda text: romanised(text, language=code)) if is_latin and can_romanise() else None,
            romanises_all=is_uroman,
        )

    @property
    def rate_hz(self) -> int:
        return int(self.config.get("sampling_rate", 16_000))

    @property
    def own_languages(self) -> tuple[str, ...]:
        return (tag_of(self._language),) if self._language else ()

    @cached_property
    def own_voices(self) -> Sequence[str]:
        speakers = int(self.config.get("num_speakers", 1))
        return [f"speaker-{number}" for number in range(speakers)] if speakers > 1 else [DEFAULT_VOICE]

    def _check(self, request: PassageRequest) -> None:
        if self.minds_words:
            _require_none(self._letters.surely_lost(request.text))

    def _open(self, place: Place) -> Any:
        from transformers import VitsModel

        model = VitsModel.from_pretrained(self.folder, use_safetensors=True, dtype=place.dtype, **FROM_HERE)
        for name, scale in self._options.noise.items():
            setattr(model, name, scale)
        if self._reading.get("is_uroman"):
            romanised("", language=None)  # its tables take seconds: now, not in the first passage
        return model.to(place.device).eval()

    def _speak(self, loaded: Any, request: PassageRequest, place: Place) -> Iterable[torch.Tensor]:
        import torch

        ids = self.ids_of(request.text)
        if not ids:
            return
        spoken = loaded(
            torch.tensor([ids], device=place.device),
            speaker_id=self.own_voices.index(request.voice),
            speaking_rate=self.config.get("speaking_rate", 1.0) * request.speed,
        )
        yield spoken.waveform[0]

    def ids_of(self, text: str) -> list[int]:
        """Of its signs. Between them and around them is a blank, where it was taught with one."""
        ids = [self._vocabulary[sign] for sign in self._written(text)]
        if not ids or not self._reading.get("add_blank", True):
            return ids
        return [0, *chain.from_iterable((each, 0) for each in ids)]

    def _written(self, text: str) -> str:
        if self._phonemes is not None:
            phonemes = self._phonemes.of(text, language=PHONEMES_OF)
            return "".join(sign for sign in phonemes if sign in self._vocabulary)
        if self.minds_words:
            _require_none(self._letters.lost(text))
        return self._letters.written(text)


def _require_none(lost: Sequence[str]) -> None:
    if lost:
        raise lost_word(lost[0])


def _vocabulary(settings: ProviderSettings, folder: Path) -> dict[str, int]:
    found = read_json(folder / "vocab.json")
    if not found or not all(isinstance(number, int) for number in found.values()):
        raise EngineUnavailable(
            settings.name,
            reason="its vocabulary (vocab.json) is missing or broken",
            what_to_do="Put the whole model into its folder.",
        )
    return found
