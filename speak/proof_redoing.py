"""Doubtful passages said otherwise: with another seed or, where that changes nothing, at another pace."""

import time
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import soundfile

from clips.space import require_disk
from speech.audio.encode import clipped, to_int16
from speech.catalogue import engine_named
from speech.engines.pool import Check
from speech.pipeline import Recording, SpeechRequest, Variant
from speech.proofing import Proof
from speech.refusals import refusals_told
from speech.speaking import begin
from speech.text import Passage

# A little slower is clearest; none of them is heard as another pace.
SPEEDS = (0.94, 1.05, 0.9)
BYTES_A_SECOND = 50_000


@dataclass(frozen=True)
class Spoken:
    """A recording that was made of a request, as FLAC."""

    path: Path
    variants: tuple[Variant, ...]
    seconds: float
    timings: list[list[float]]
    making_seconds: float


@dataclass(frozen=True)
class Redoing:
    request: SpeechRequest
    passages: list[Passage]
    owner: Any
    check: Check

    def variants(self, attempt: int, doubts: Proof, before: tuple[Variant, ...]) -> tuple[Variant, ...]:
        """What was made again before, and is good now, stays as it is."""
        doubtful = {passage.start for passage in self.passages if _is_in_doubt(passage, doubts)}
        kept = (variant for variant in before if variant.start not in doubtful)
        return (*kept, *(self._variant(start, attempt) for start in sorted(doubtful)))

    def spoken(self, path: Path, variants: tuple[Variant, ...], *, like_seconds: float) -> Spoken:
        require_disk(bytes_needed=round(2 * like_seconds * BYTES_A_SECOND))
        began = time.monotonic()
        with refusals_told():
            varied = replace(self.request, variants=variants)
            recording = begin(varied, owner=self.owner, check=self.check)
            _write(recording, path)
        return Spoken(path, variants, recording.seconds, _timings(recording), time.monotonic() - began)

    def _variant(self, start: int, attempt: int) -> Variant:
        if engine_named(self.request.engine).capabilities.is_repeatable:
            return Variant(start, speed=SPEEDS[attempt % len(SPEEDS)])
        return Variant(start, seed=(self.request.seed or 0) + attempt + 1)


def _is_in_doubt(passage: Passage, proof: Proof) -> bool:
    return not passage.is_silent and any(
        each.is_doubtful and each.start <= passage.end and passage.start <= each.end
        for each in proof.differences
    )


def _write(recording: Recording, path: Path) -> None:
    with (
        closing(recording.drawn()) as blocks,
        soundfile.SoundFile(path, "w", recording.rate_hz, 1, "PCM_16", format="FLAC") as file,
    ):
        file.title = recording.title
        for block in blocks:
            file.write(to_int16(clipped(block)))


def _timings(recording: Recording) -> list[list[float]]:
    return [
        [word.start, word.end, round(word.start_seconds, 3), round(word.end_seconds, 3)]
        for word in recording.words
    ]
