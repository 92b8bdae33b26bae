"""From samples of a voice to the blend that is most like it.

Candidates say two short phrases and are placed among voices; a surrogate tells which blends are worth that.
The best few say two phrases more. What is told of the winner, and of the stock voices that it is compared
with, is how alike they are in phrases by which no choice was made.
"""

import time
from collections.abc import Sequence

from speech.engines.base import Gender, SpeechEngine, Voice
from speech.engines.errors import UnsupportedOption
from speech.engines.languages import canonical_tag, primary
from speech.engines.pool import Generation
from speech.matching.auditions import Auditions
from speech.matching.base import Match, OnFinding, Sample
from speech.matching.errors import NoCandidates
from speech.matching.known import shipped
from speech.matching.samples import target_of
from speech.matching.trial import Trial
from speech.recognition.speakers.encoder import SpeakerEncoder

USUAL_EFFORT_SECONDS = 150.0
EFFORT_SECONDS = (20.0, 1_800.0)
RANKED = 10


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
    started = time.perf_counter()
    least, most = EFFORT_SECONDS
    if not least <= effort_seconds <= most:  # nor where it is no number
        raise UnsupportedOption("effort_seconds", effort_seconds, f"from {least:g} to {most:g}")
    engine = generation.engine
    voices = candidates(engine.voices, language=language, gender=gender)
    target = target_of(samples, encoder)
    auditions = Auditions(generation, encoder)
    trial = Trial(target.point, voices, auditions, on_progress, known=shipped(engine.name))
    found = trial.outcome(effort_seconds, seed=seed)
    return Match(
        blend=found.best.voice,
        similarity=found.best.similarity,
        nearest=found.nearest,
        ranking=found.ranking[:RANKED],
        evaluations=auditions.spoken,
        seconds=time.perf_counter() - started,
        warnings=target.warnings,
    )


def candidates(voices: Sequence[Voice], *, language: str | None, gender: Gender | None) -> list[str]:
    """`en` is spoken in any region, `en-GB` in one."""
    fitting = [
        voice.id
        for voice in voices
        if (language is None or _speaks(voice.language, language)) and gender in (None, voice.gender)
    ]
    if not fitting:
        raise NoCandidates(language, gender)
    return fitting


def _speaks(spoken: str, wanted: str) -> bool:
    if "-" in canonical_tag(wanted):
        return canonical_tag(spoken) == canonical_tag(wanted)
    return primary(spoken) == primary(wanted)
