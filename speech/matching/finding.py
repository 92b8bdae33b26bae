"""From samples of a voice to the blend that is most like it."""

from collections.abc import Sequence

from speech.engines.base import Gender, SpeechEngine
from speech.engines.pool import Generation
from speech.matching.base import Match, OnFinding, Sample
from speech.recognition.speakers.encoder import SpeakerEncoder

USUAL_EFFORT_SECONDS = 150.0


def find_match(
    samples: Sequence[Sample],
    *,
    generation: Generation[SpeechEngine],
    encoder: SpeakerEncoder,
    on_progress: OnFinding = lambda finding: None,
    effort_seconds: float = USUAL_EFFORT_SECONDS,
    language: str | None = None,
    gender: Gender | None = None,
    seed: int = 0,
) -> Match:
    """Raises `MatchRefused`, and whatever `on_progress` raises: that is how a search is cancelled.

    The generation comes from the engine's pool, so that every phrase waits for its turn, and its `check` is
    asked before each. The same samples, effort, filters and seed give the same blend: effort is counted in
    phrases, not by the clock.
    """
    raise NotImplementedError
