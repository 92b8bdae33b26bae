"""What can go wrong with a provider, in the words that all adapters share."""

from enum import StrEnum

from speech.engines.errors import EngineUnavailable


class FailureKind(StrEnum):
    AUTH = "auth"
    QUOTA = "quota"
    RATE = "rate"
    TIMEOUT = "timeout"
    BAD_REQUEST = "bad_request"
    SERVER = "server"
    NETWORK = "network"


WORTH_RETRYING = frozenset({FailureKind.RATE, FailureKind.TIMEOUT, FailureKind.SERVER, FailureKind.NETWORK})
# What says nothing about the next request opens no breaker.
TELLS_OF_THE_PROVIDER = frozenset(FailureKind) - {FailureKind.BAD_REQUEST}


class ProviderFailed(EngineUnavailable):
    """Raised by adapters, for one request."""

    code = "provider_failed"

    def __init__(
        self,
        name: str,
        kind: FailureKind,
        *,
        reason: str,
        what_to_do: str = "Try again in a while.",
        retry_after_seconds: float | None = None,
        status: int | None = None,
    ) -> None:
        """`status`: of an answer that was no success."""
        self.kind, self.retry_after_seconds, self.status = kind, retry_after_seconds, status
        super().__init__(name, reason=reason, what_to_do=what_to_do)

    @property
    def is_worth_retrying(self) -> bool:
        return self.kind in WORTH_RETRYING

    @property
    def tells_of_the_provider(self) -> bool:
        return self.kind in TELLS_OF_THE_PROVIDER


class ProviderResting(EngineUnavailable):
    """Its breaker is open: it is not asked before its cool-down is over."""

    code = "provider_resting"

    def __init__(self, name: str, *, reason: str, retry_after_seconds: float) -> None:
        self.retry_after_seconds = retry_after_seconds
        what_to_do = f"It is tried again in {max(1, round(retry_after_seconds))} s."
        super().__init__(name, reason=f"it rests, because {reason}", what_to_do=what_to_do)
