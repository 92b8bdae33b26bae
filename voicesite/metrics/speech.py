"""Speech as it is made in this process; what jobs of a worker speak is in the jobs' numbers."""

from typing import Any

from prometheus_client import Counter, Gauge, Histogram

from speech import measures
from speech.catalogue import engine_names
from speech.engines.errors import EngineError
from speech.fallbacks import spoken_by_another
from speech.measures import Spoken
from speech.providers.failures import FailureKind
from voicesite.metrics.registry import OTHER, REGISTRY

REQUESTS = Counter(
    "voicesite_speech_requests", "Texts to be spoken", ["engine", "outcome"], registry=REGISTRY
)
ACTIVE = Gauge("voicesite_speech_active", "Texts being spoken", ["engine"], registry=REGISTRY)
SECONDS = Histogram(
    "voicesite_speech_seconds",
    "Time that speech took to make",
    ["engine"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300),
    registry=REGISTRY,
)
FIRST_AUDIO_SECONDS = Histogram(
    "voicesite_speech_first_audio_seconds",
    "Time to the first sound",
    ["engine"],
    buckets=(0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
REAL_TIME_FACTOR = Histogram(
    "voicesite_speech_real_time_factor",
    "Time that a second of new speech took",
    ["engine"],
    buckets=(0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 3, 10),
    registry=REGISTRY,
)
QUEUE_SECONDS = Histogram(
    "voicesite_speech_queue_seconds",
    "Time that texts waited for a place",
    ["engine"],
    buckets=(0.001, 0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
AUDIO_SECONDS = Counter("voicesite_speech_audio_seconds", "Speech made", ["engine"], registry=REGISTRY)
CHARACTERS = Counter(
    "voicesite_speech_characters", "Characters of texts that were spoken", ["engine"], registry=REGISTRY
)
REMEMBERED = Counter(
    "voicesite_speech_remembered", "Texts that no engine was needed for", ["engine"], registry=REGISTRY
)
FALLBACKS = Counter(
    "voicesite_speech_fallbacks", "Texts that another engine spoke", ["engine", "cause"], registry=REGISTRY
)
CAUSES = {
    *FailureKind,
    "provider_resting",
    "engine_unavailable",
    "engine_failed",
    "engine_busy",
    "out_of_memory",
}


class _Counting:
    """A listener that counts. Engines that nobody knows are one."""

    def begun(self, engine: str) -> None:
        ACTIVE.labels(_known(engine)).inc()

    def ended(self, engine: str, spoken: Spoken) -> None:
        ACTIVE.labels(_known(engine)).dec()
        name = _known(spoken.engine)
        REQUESTS.labels(name, spoken.outcome).inc()
        AUDIO_SECONDS.labels(name).inc(spoken.audio_seconds)
        if spoken.first_audio_seconds is not None:
            FIRST_AUDIO_SECONDS.labels(name).observe(spoken.first_audio_seconds)
        if spoken.outcome == "done":
            _count_done(name, spoken)

    def refused(self, spoken: Spoken) -> None:
        REQUESTS.labels(_known(spoken.engine), spoken.outcome).inc()

    def waited(self, engine: str, seconds: float) -> None:
        QUEUE_SECONDS.labels(_known(engine)).observe(seconds)


def _count_done(name: str, spoken: Spoken) -> None:
    CHARACTERS.labels(name).inc(spoken.characters)
    SECONDS.labels(name).observe(spoken.making_seconds)
    if spoken.is_remembered:
        REMEMBERED.labels(name).inc()
    elif spoken.audio_seconds:
        REAL_TIME_FACTOR.labels(name).observe(spoken.making_seconds / spoken.audio_seconds)


def _count_fallback(*, fallback_from: str, error: EngineError, **_: Any) -> None:
    """By the kind of a provider's failure; an engine that is here has a code alone."""
    cause = str(getattr(error, "kind", error.code))
    FALLBACKS.labels(_known(fallback_from), cause if cause in CAUSES else OTHER).inc()


def _known(engine: str) -> str:
    return engine if engine in engine_names() else OTHER


def listen() -> None:
    measures.LISTENERS.append(_Counting())
    spoken_by_another.connect(_count_fallback, dispatch_uid="metrics")
