"""Numbers for Prometheus: requests and speech as they happen, jobs and breakers read from their rows."""

from prometheus_client import generate_latest

from voicesite.metrics.engines import COLLECTORS as ENGINES
from voicesite.metrics.jobs import JobsCollector
from voicesite.metrics.registry import REGISTRY
from voicesite.metrics.requests import observe_request
from voicesite.metrics.speech import listen

__all__ = ["exposition", "observe_request"]

for collector in (JobsCollector(), *ENGINES):
    REGISTRY.register(collector)
listen()


def exposition() -> bytes:
    return generate_latest(REGISTRY)
