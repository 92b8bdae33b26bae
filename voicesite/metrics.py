"""Numbers for Prometheus: requests as they happen, jobs read from their rows at each scrape."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily
from prometheus_client.registry import Collector

from jobs import queries
from speech.engine_pool import passage_cache, pool

REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "voicesite_requests", "Requests answered", ["method", "route", "status"], registry=REGISTRY
)
REQUEST_SECONDS = Histogram(
    "voicesite_request_seconds",
    "Time to the response's headers",
    ["route"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def observe_request(*, method: str, route: str, status: int, seconds: float) -> None:
    # A made-up method must not make a new time series.
    REQUESTS.labels(method if method in METHODS else "other", route, status).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)


class JobsCollector(Collector):
    """Jobs run in other processes: their rows are what every process agrees on."""

    def collect(self) -> Iterator[Metric]:
        jobs = GaugeMetricFamily("voicesite_jobs", "Jobs by state", labels=["state"])
        for state, count in queries.counts_by_state().items():
            jobs.add_metric([state], count)
        yield jobs
        yield GaugeMetricFamily(
            "voicesite_queue_wait_seconds",
            "Age of the oldest job that is due",
            value=queries.queue_wait_seconds(),
        )
        durations = SummaryMetricFamily("voicesite_job_seconds", "Time done jobs took", labels=["kind"])
        for kind, (count, seconds) in queries.finished_durations().items():
            durations.add_metric([kind], count_value=count, sum_value=seconds)
        yield durations
        seen = queries.newest_worker_heartbeat()
        if seen is not None:
            yield GaugeMetricFamily(
                "voicesite_worker_seen_timestamp_seconds",
                "When a worker last gave a sign of life",
                value=seen.seen_at.timestamp(),
            )


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


class EnginesCollector(Collector):
    """Of this process."""

    def collect(self) -> Iterator[Metric]:
        loaded = GaugeMetricFamily("voicesite_engine_loaded", "Engines in memory", labels=["engine"])
        users = GaugeMetricFamily("voicesite_engine_users", "Texts under way", labels=["engine"])
        for use in pool().usage():
            loaded.add_metric([use.name], int(use.is_loaded))
            users.add_metric([use.name], use.users)
        yield loaded
        yield users


REGISTRY.register(JobsCollector())
REGISTRY.register(PassagesCollector())
REGISTRY.register(EnginesCollector())


def exposition() -> bytes:
    return generate_latest(REGISTRY)
