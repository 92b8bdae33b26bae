"""Doubtful passages said otherwise: with another seed or, where that changes nothing, at another pace."""

import time
from collections.abc import Callable
from contextlib import ExitStack, closing
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
At = Callable[[float], float]  # where a moment of the sound without effects is heard


@dataclass(frozen=True)
class Spoken:
    """A recording that was made of a request, as FLAC; `plain_path` is of it before its effects."""

    path: Path
    plain_path: Path
    variants: tuple[Variant, ...]
    seconds: float
    timings: list[list[float]]
    making_seconds: float
    at: At


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
        return self._written(self._begun(variants), path, variants)

    def remembered(self, path: Path, variants: tuple[Variant, ...], *, like_seconds: float) -> Spoken | None:
        """What was spoken before, once more; None where some of it would have to be spoken anew."""
        if not self._begun(variants).is_remembered:
            return None
        return self.spoken(path, variants, like_seconds=like_seconds)

    def _begun(self, variants: tuple[Variant, ...]) -> Recording:
        return begin(replace(self.request, variants=variants), owner=self.owner, check=self.check)

    def _written(self, recording: Recording, path: Path, variants: tuple[Variant, ...]) -> Spoken:
        began = time.monotonic()
        with refusals_told():
            plain_path = _write(recording, path)
        seconds, at = time.monotonic() - began, recording.effected.at
        return Spoken(path, plain_path, variants, recording.seconds, _timings(recording), seconds, at)

    def _variant(self, start: int, attempt: int) -> Variant:
        if engine_named(self.request.engine).capabilities.is_repeatable:
            return Variant(start, speed=SPEEDS[attempt % len(SPEEDS)])
        return Variant(start, seed=(self.request.seed or 0) + attempt + 1)


def moved(proof: Proof, at: At) -> Proof:
    """What was found without effects, at the moments where it is heard with them."""
    places = (
        replace(each, start_seconds=at(each.start_seconds), end_seconds=at(each.end_seconds))
        for each in proof.differences
    )
    return replace(proof, differences=tuple(places))


def _is_in_doubt(passage: Passage, proof: Proof) -> bool:
    return not passage.is_silent and any(
        each.is_doubtful and each.start <= passage.end and passage.start <= each.end
        for each in proof.differences
    )


def _write(recording: Recording, path: Path) -> Path:
    """And, where there are effects, what goes into them beside it. Gives the one without effects."""
    plain_path = path
    with closing(recording.drawn()) as blocks, _flac(path, recording) as file, ExitStack() as files:
        file.title = recording.title
        if recording.effected.is_heard:
            plain_path = path.with_stem(f"{path.stem}-plain")
            plain = files.enter_context(_flac(plain_path, recording))
            recording.effected.on_block = lambda block: plain.write(to_int16(clipped(block)))
        for block in blocks:
            file.write(to_int16(clipped(block)))
    return plain_path


def _flac(path: Path, recording: Recording) -> soundfile.SoundFile:
    return soundfile.SoundFile(path, "w", recording.rate_hz, 1, "PCM_16", format="FLAC")


def _timings(recording: Recording) -> list[list[float]]:
    return [
        [word.start, word.end, round(word.start_seconds, 3), round(word.end_seconds, 3)]
        for word in recording.words
    ]
