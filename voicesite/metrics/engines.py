"""What this process holds in memory, and what all processes know of providers, at each scrape."""

from collections.abc import Iterator
from typing import Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from speech.catalogue import engine_names
from speech.engine_pool import passage_cache, pool
from speech.engines.pool import EnginePool
from speech.models import ProviderState
from speech.provider_states import Breaker
from speech.transcription import recognisers


class PassagesCollector(Collector):
    """What this process found among the passages spoken before, and what they take on disk."""

    def collect(self) -> Iterator[Metric]:
        stats = passage_cache().stats()
        uses = CounterMetricFamily("voicesite_passages", "Passages by what became of them", labels=["event"])
        for event in ("hits", "misses", "stored", "evicted", "failures"):
            uses.add_metric([event], getattr(stats, event))
        yield uses
        yield GaugeMetricFamily(
            "voicesite_passages_bytes", "Disk that spoken passages take", value=stats.size_bytes
        )


class LoadedCollector(Collector):
    """Engines, or recognisers: of this process."""

    def __init__(self, what: str, held: str) -> None:
        self.what, self.held = what, held

    def pool(self) -> EnginePool[Any]:
        return pool() if self.what == "engine" else recognisers.pool()

    def collect(self) -> Iterator[Metric]:
        loaded, users, memory = (
            GaugeMetricFamily(f"voicesite_{self.what}_{name}", told, labels=[self.what])
            for name, told in (
                ("loaded", f"{self.held} in memory"),
                ("users", f"{self.held}: what is under way"),
                ("memory_bytes", f"{self.held}: by how much loading them made the process grow"),
            )
        )
        for use in self.pool().usage():
            loaded.add_metric([use.name], int(use.is_loaded))
            users.add_metric([use.name], use.users)
            memory.add_metric([use.name], use.loaded_bytes)
        yield from (loaded, users, memory)


class BreakersCollector(Collector):
    """Rows are what every process agrees on. Of a provider that is no longer named, nothing is told."""

    def collect(self) -> Iterator[Metric]:
        breakers = GaugeMetricFamily(
            "voicesite_provider_breaker", "1: the state of a provider's breaker", labels=["provider", "state"]
        )
        failures = GaugeMetricFamily("voicesite_provider_failures", "Failures in a row", labels=["provider"])
        for known in ProviderState.objects.filter(name__in=engine_names()).order_by("name"):
            failures.add_metric([known.name], known.failures)
            for state in Breaker:
                breakers.add_metric([known.name, state.value], int(known.state == state))
        yield from (breakers, failures)


COLLECTORS: tuple[Collector, ...] = (
    PassagesCollector(),
    LoadedCollector("engine", "Engines"),
    LoadedCollector("recogniser", "Recognisers"),
    BreakersCollector(),
)
