"""How long another server may keep a request waiting, stage by stage.

A timeout of httpx bounds one wait on a socket, and is the same for a whole answer. A server that sends a byte
now and then, or its headers at once and its sound never, would not meet it. So each wait is bounded here by
what its stage and its request have left. Time in which nobody draws the sound is not counted.
"""

import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore

from speech.providers.settings import Patience


class Watch:
    """One request's patience. Its stage is the first audio until `next_piece` is called."""

    def __init__(self, patience: Patience, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience, self._clock = patience, clock
        self._total_left = patience.total_seconds
        self._stage_left = patience.first_audio_seconds
        self._counted_at = 0.0

    def next_piece(self) -> None:
        self._stage_left = self._patience.silence_seconds

    @contextmanager
    def running(self) -> Iterator[None]:
        """Whatever this thread waits for on a socket meanwhile is on this watch."""
        token = _RUNNING.set(self)
        self._counted_at = self._clock()
        try:
            yield
        finally:
            self._count()
            _RUNNING.reset(token)

    def seconds_for(self, wait_seconds: float | None) -> float:
        """What a wait that begins now may take. Time between waits counts, too: who sends without end what is
        no answer is never waited for."""
        self._count()
        left = min(self._total_left, self._stage_left)
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if wait_seconds is None else min(left, wait_seconds)

    def _count(self) -> None:
        now = self._clock()
        self._total_left -= now - self._counted_at
        self._stage_left -= now - self._counted_at
        self._counted_at = now


_RUNNING: ContextVar[Watch | None] = ContextVar("running watch", default=None)


def _bounded(wait_seconds: float | None) -> float | None:
    watch = _RUNNING.get()
    return wait_seconds if watch is None else watch.seconds_for(wait_seconds)


class WatchedBackend(httpcore.NetworkBackend):
    """Opens connections whose waits are on the watch of whoever waits."""

    def __init__(self) -> None:
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        seconds = _bounded(timeout)
        return _WatchedStream(self._plain.connect_tcp(host, port, seconds, local_address, socket_options))


class _WatchedStream(httpcore.NetworkStream):
    def __init__(self, plain: httpcore.NetworkStream) -> None:
        self._plain = plain

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._plain.read(max_bytes, _bounded(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._plain.write(buffer, _bounded(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _WatchedStream(self._plain.start_tls(ssl_context, server_hostname, _bounded(timeout)))

    def close(self) -> None:
        self._plain.close()

    def get_extra_info(self, info: str) -> Any:
        return self._plain.get_extra_info(info)
