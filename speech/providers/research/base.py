"""What models of research have in common, as engines.

A kind says what its model is (`rate_hz`, `own_languages`, `own_voices`), how it is opened (`_open`) and
how it speaks one piece (`_speak`). Memory, devices, seeds, speed, long passages and whatever may go wrong
in PyTorch are looked after here.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from speech.audio.silence import kept_span
from speech.engines.base import Block, Capabilities, OnWord, PassageRequest, Voice
from speech.engines.checks import check_request
from speech.engines.cutting import cut, pause_after_seconds
from speech.engines.errors import (
    EngineFailed,
    EngineUnavailable,
    OutOfMemory,
    UnknownVoice,
    UnsupportedOption,
)
from speech.engines.languages import canonical_tag
from speech.engines.stretching import split_speed, stretch
from speech.providers.research import memory
from speech.providers.research.device import DTYPES, Place, chosen_place
from speech.providers.research.loading import quieten, read_json
from speech.providers.research.running import Done, Failure, attempted, next_block
from speech.providers.research.versions import version_of
from speech.providers.settings import ProviderSettings

if TYPE_CHECKING:
    import torch

M = TypeVar("M")  # what is loaded: a model, and whatever belongs to it
T = TypeVar("T")
# What a person needs for a text at the slowest, and then some: a model that has lost its way speaks on.
SECONDS_A_CHARACTER = 0.5
SECONDS_AT_LEAST = 10.0


class ResearchEngine(ABC, Generic[M]):
    max_characters = 300  # of a piece
    native_speeds = (1.0, 1.0)
    has_cloning = False
    has_streaming = False  # `_speak` gives blocks before the piece is whole
    follows_instructions = False
    minds_words = False
    dtypes: Sequence[str] = DTYPES  # that it keeps its voice in, the safest first
    notes: tuple[str, ...] = ()

    def __init__(self, settings: ProviderSettings, folder: Path) -> None:
        self.name, self.settings, self.folder = settings.name, settings, folder
        self.config = read_json(folder / "config.json")
        self._loaded: M | None = None
        self._loaded_version = ""
        # A model counts its steps inside: one at a time.
        self._lock = threading.RLock()

    # What a kind says.

    @property
    @abstractmethod
    def rate_hz(self) -> int: ...

    @property
    @abstractmethod
    def own_languages(self) -> tuple[str, ...]:
        """That the model was made for, where the settings name none."""

    @property
    def own_voices(self) -> Sequence[str]:
        """Names of those that come with it. None: whoever speaks has to give a recording."""
        return ()

    @abstractmethod
    def _open(self, place: Place) -> M:
        """Read the weights. Whatever is raised becomes `EngineUnavailable`."""

    @abstractmethod
    def _speak(self, loaded: M, request: PassageRequest, place: Place) -> Iterable[torch.Tensor | Block]:
        """One piece, never longer than `max_characters`, at a speed of `native_speeds`.

        What is drawn by PyTorch in here is drawn by the request's seed. `request.voice` is one of
        `own_voices`, whatever it was called, or a name alone where there is a `reference`.
        """

    def _check(self, request: PassageRequest) -> None:
        """What this kind alone asks of a request. Needs no weights."""

    @property
    def _weight_folders(self) -> Sequence[Path]:
        return (self.folder,)

    @property
    def _further_folders(self) -> Sequence[Path]:
        """Without weights, and heard all the same."""
        return ()

    # What an engine is.

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(canonical_tag(tag) for tag in self.settings.languages or self.own_languages)

    @property
    def capabilities(self) -> Capabilities:
        limit = self.settings.max_characters or self.max_characters
        return Capabilities(
            languages=self.languages,
            speeds=self.settings.speeds,
            native_speeds=self.native_speeds,
            max_characters_per_passage=min(limit, self.max_characters),
            has_cloning=self.has_cloning,
            has_streaming=self.has_streaming,
            follows_instructions=self.follows_instructions,
            minds_words=self.minds_words,
            notes=self.notes,
        )

    @property
    def voices(self) -> Sequence[Voice]:
        names = dict.fromkeys([*self.own_voices, *self.settings.voices])
        return tuple(Voice(name, name, self._language_of(name), None, self.name) for name in names)

    def _language_of(self, voice: str) -> str:
        return self.languages[0]

    def sample_rate_hz(self, voice: str) -> int:
        return self.rate_hz

    def validate(self, request: PassageRequest) -> None:
        check_request(request, self.capabilities)
        if request.reference is not None and not self.has_cloning:
            raise UnsupportedOption("voice", request.voice, "a voice of its own: it imitates none")
        if request.reference is None and self._meant(request.voice) not in self.own_voices:
            raise UnknownVoice(request.voice, [voice.id for voice in self.voices])
        self._check(request)

    def _meant(self, voice: str) -> str:
        return self.settings.voices.get(voice, voice)

    @property
    def place(self) -> Place:
        return chosen_place(self.settings, self.dtypes)

    @property
    def needed_bytes(self) -> int:
        """Of the memory that it is loaded into."""
        size = self.place.dtype.itemsize
        return sum(memory.needed_bytes(folder, bytes_a_number=size) for folder in self._weight_folders)

    @property
    def held_in(self) -> str:
        """The memory that its weights lie in: the machine's, or a card's."""
        return self.place.memory

    @property
    def version(self) -> str:
        """Of what lies in memory; where nothing does, of what would be loaded."""
        return self._loaded_version or self._version_of_files()

    def _version_of_files(self) -> str:
        """And of the numbers that they are computed in: halves sound a little otherwise."""
        found = version_of([*self._weight_folders, *self._further_folders])
        return f"{found}-{self.settings.device}-{self.settings.dtype}"

    def missing_bytes(self) -> int:
        """More than is free now. Raises `EngineUnavailable` where it could never be loaded."""
        needed, held = self.needed_bytes, self.held_in
        if needed > (there_is := memory.total_bytes(held)):
            raise self._too_large(f"{memory.shown(there_is)} is all there is")
        return max(0, needed - memory.free_bytes(held))

    def load(self) -> None:
        with self._lock:
            if self._loaded is None:
                if self.missing_bytes():
                    raise self._too_large(f"{memory.shown(memory.free_bytes(self.held_in))} is free")
                # First: files that change while they are read count as others.
                version = self._version_of_files()
                self._loaded = self._opened(self.place)
                self._loaded_version = version

    def unload(self) -> None:
        with self._lock:
            self._loaded, self._loaded_version = None, ""
        memory.let_go()

    def synthesize(self, request: PassageRequest, *, on_word: OnWord | None = None) -> Iterator[Block]:
        from speech.providers.research.chance import Chance

        chance, place = Chance(request.seed), self.place
        native, factor = split_speed(request.speed, self.native_speeds)
        asked = replace(request, voice=self._meant(request.voice), speed=native)
        pieces = list(cut(request.text, limit=self.capabilities.max_characters_per_passage))
        for number, text in enumerate(pieces, start=1):
            piece = replace(asked, text=text)
            for block in self._blocks(piece, chance, place):
                yield stretch(block, factor, rate_hz=self.rate_hz)
            pause = 0.0 if number == len(pieces) else pause_after_seconds(text) / request.speed
            if pause:
                yield np.zeros(round(pause * self.rate_hz), np.float32)

    def _blocks(self, piece: PassageRequest, chance: Any, place: Place) -> Iterator[Block]:
        """Checked: numbers that are none, silence, and no end are a model's ways to fail."""
        most_frames = round(self._most_seconds(piece) * self.rate_hz)
        spoken = self._computed(lambda: iter(self._speak(self._model, piece, place)), chance)
        made = given = 0
        while (block := self._computed(lambda: next_block(spoken), chance)) is not None:
            made += len(block)
            if made > most_frames:
                raise EngineFailed(self.name, reason="the model found no end")
            kept = block if self.has_streaming else self._trimmed(block)
            given += len(kept)
            if len(kept):
                yield kept
        if not given and any(map(str.isalnum, piece.text)):
            raise EngineFailed(self.name, reason="the model gave no sound")

    def _most_seconds(self, piece: PassageRequest) -> float:
        return (SECONDS_AT_LEAST + SECONDS_A_CHARACTER * len(piece.text)) / piece.speed

    def _trimmed(self, block: Block) -> Block:
        """Pauses are made by whoever joins passages."""
        start, end = kept_span(block, self.rate_hz)
        return block[start:end]

    @property
    def _model(self) -> M:
        if self._loaded is None:
            raise EngineFailed(self.name, reason="it is not loaded")
        return self._loaded

    def _computed(self, compute: Callable[[], T], chance: Any) -> T:
        import torch

        with self._lock, torch.inference_mode(), chance:
            made = attempted(compute, complaint=f"{self.name} could not speak")
        if isinstance(made, Done):
            return made.result
        if made is Failure.NO_MEMORY:
            memory.let_go()
            raise OutOfMemory(self.name)
        raise EngineFailed(self.name, reason="the model could not speak this passage")

    def _opened(self, place: Place) -> M:
        import torch

        quieten()
        torch.set_num_threads(self.settings.threads)
        complaint = f"The model of {self.name} can't be loaded"
        opened = attempted(lambda: self._open(place), complaint=complaint)
        if isinstance(opened, Done):
            return opened.result
        memory.let_go()
        if opened is Failure.NO_MEMORY:
            raise self._too_large("there was less")
        raise EngineUnavailable(
            self.name, reason="its model can't be loaded", what_to_do="The server's log says why."
        )

    def _too_large(self, there_is: str) -> EngineUnavailable:
        return EngineUnavailable(
            self.name,
            reason=f"it needs {memory.shown(self.needed_bytes)} of memory, and {there_is}",
            what_to_do="Unload other models, take a smaller one, or a smaller dtype.",
        )
