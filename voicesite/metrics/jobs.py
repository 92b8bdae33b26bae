"""Jobs, read from their rows at each scrape."""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily, Metric, SummaryMetricFamily
from prometheus_client.registry import Collector

from jobs import queries


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
