"""Blends are spoken and heard: where each lies among voices. Nearly all of a search's time goes in here."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import soxr
from numpy.typing import NDArray

from speech.engines.base import PassageRequest, SpeechEngine
from speech.engines.pool import Generation
from speech.matching.phrases import LANGUAGE
from speech.recognition.base import RATE_HZ, Samples
from speech.recognition.speakers.encoder import SpeakerEncoder

Points = NDArray[np.float32]  # (phrases, SIZE)


class Auditions:
    """Spoken in the engine's turns, so that others get theirs; what was heard once is not spoken again."""

    def __init__(self, generation: Generation[SpeechEngine], encoder: SpeakerEncoder) -> None:
        self._generation, self._encoder = generation, encoder
        self._heard: dict[tuple[str, str], NDArray[np.float32]] = {}

    @property
    def spoken(self) -> int:
        """Phrases, each counted once."""
        return len(self._heard)

    def points(self, recipes: Sequence[str], phrases: Sequence[str]) -> list[Points]:
        """Of each recipe, a point for each phrase."""
        wanted = [(recipe, phrase) for recipe in recipes for phrase in phrases]
        new = [each for each in dict.fromkeys(wanted) if each not in self._heard]
        points = np.nan_to_num(self._encoder.voices(self._spoken(new))) if new else []
        self._heard.update(zip(new, points, strict=True))
        return [np.stack([self._heard[recipe, phrase] for phrase in phrases]) for recipe in recipes]

    def _spoken(self, wanted: Sequence[tuple[str, str]]) -> list[Samples]:
        lanes = self._generation.engine.capabilities.turns_at_once
        if lanes < 2 or len(wanted) < 2 or self._generation.others_wait:
            return [self._said(*each) for each in wanted]
        pool = ThreadPoolExecutor(lanes, thread_name_prefix="audition")
        try:
            return list(pool.map(lambda each: self._said(*each), wanted))
        finally:
            pool.shutdown(cancel_futures=True)

    def _said(self, recipe: str, phrase: str) -> Samples:
        blocks = list(self._generation.blocks(PassageRequest(phrase, recipe, language=LANGUAGE)))
        samples = np.concatenate([np.zeros(0, np.float32), *blocks])
        rate_hz = self._generation.engine.sample_rate_hz(recipe)
        return np.asarray(soxr.resample(samples, rate_hz, RATE_HZ), np.float32)
