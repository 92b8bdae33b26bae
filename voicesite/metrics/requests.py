"""HTTP requests, as they happen."""

from prometheus_client import Counter, Histogram

from voicesite.metrics.registry import OTHER, REGISTRY

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
    REQUESTS.labels(method if method in METHODS else OTHER, route, status).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)
