"""10,000 requests against a provider that comes and goes: what its breaker does, and what is left behind.

Each request is a small text through the whole pipeline, by eight threads, to a server on this machine that
accepts, hangs up in the middle or refuses, by turns. The clock is the breaker's own, so that hours pass in
moments. Printed: transitions, requests that reached the provider, threads, open files and memory before and
after.

Run: python -m benchmarks.provider_flapping [--quick] [--requests 10000]
"""

import argparse
import gc
import socket
import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta

import numpy as np
import psutil

from speech.engines.base import Block, OnWord, PassageRequest
from speech.engines.errors import EngineError
from speech.engines.pool import EnginePool, PoolLimits
from speech.pipeline import SpeechRequest, record
from speech.providers.breaker import Breaker, BreakerLimits, InMemory, Known
from speech.providers.failures import FailureKind, ProviderFailed
from speech.providers.guarded import Guarded
from tests.speech.fake_engine import FakeEngine

THREADS = 8
AT_ONCE = 250
UP_FOR, DOWN_FOR = 600, 400  # requests
LIMITS = BreakerLimits(failures=5, seconds=30, most_seconds=120, probe_seconds=60)
REQUEST = SpeechRequest(text="One.", engine="cloud", voice="low", language="en-US")
FRAMES = b"\x10\x00" * 240
MIB = 1024 * 1024


class Service(socketserver.ThreadingTCPServer):
    """Gives sound, or a connection that ends in the middle of it."""

    allow_reuse_address = daemon_threads = True
    is_up = True
    asked = 0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.counting = threading.Lock()


class Answer(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        with self.server.counting:
            self.server.asked += 1
            number = self.server.asked
        self.request.recv(64)
        if self.server.is_up:
            self.request.sendall(FRAMES * 10)
        elif number % 2:
            self.request.sendall(FRAMES[:99])


class Cloud(FakeEngine):
    """Speaks what the service sends, over a connection of each request's own."""

    def __init__(self, address: tuple[str, int]) -> None:
        super().__init__("cloud", turns_at_once=THREADS)
        self._address = address

    def synthesize(self, request: PassageRequest, *, on_word: OnWord | None = None) -> Iterator[Block]:
        with closing(socket.create_connection(self._address, timeout=10)) as connection:
            connection.sendall(request.text.encode()[:64])
            for _ in range(10):
                yield self._block(connection)

    def _block(self, connection: socket.socket) -> Block:
        data = b""
        while len(data) < len(FRAMES):
            more = connection.recv(len(FRAMES) - len(data))
            if not more:
                raise ProviderFailed("cloud", FailureKind.NETWORK, reason="the connection broke")
            data += more
        return np.frombuffer(data, "<i2").astype(np.float32) / 32_768


class Counted(InMemory):
    def __init__(self) -> None:
        super().__init__()
        self.transitions: Counter[str] = Counter()

    def swap(self, name: str, before: Known, after: Known) -> bool:
        is_swapped = super().swap(name, before, after)
        if is_swapped and before.state is not after.state:
            self.transitions[f"{before.state} -> {after.state}"] += 1
        return is_swapped


class Clock:
    """A second for each request that was begun."""

    def __init__(self) -> None:
        self.begun = 0
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.begun)

    def goes_on(self) -> int:
        with self._lock:
            self.begun += 1
            return self.begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="2,000 requests: to see that it works")
    parser.add_argument("--requests", type=int, default=None, help="how many (10,000)")
    options = parser.parse_args()
    requests = options.requests or (2_000 if options.quick else 10_000)
    with Service() as service:
        threading.Thread(target=service.serve_forever, daemon=True).start()
        store, clock = Counted(), Clock()
        breaker = Breaker("cloud", store=store, limits=LIMITS, clock=clock)
        cloud = Guarded(
            Cloud(service.server_address), breaker=breaker, tries=2, total_seconds=60, sleep=lambda _: None
        )
        pool = EnginePool(lambda name: cloud, PoolLimits(generations=THREADS))
        outcomes: Counter[str] = Counter()
        run(service, pool, clock, outcomes, UP_FOR + DOWN_FOR)  # until everything has been used once
        asked, before = service.asked, left_behind()
        run(service, pool, clock, outcomes, requests)
        after = left_behind()
        service.shutdown()
    print(f"{requests:,} requests by {THREADS} threads, up for {UP_FOR} and down for {DOWN_FOR} in turn")
    print(f"  outcomes      {dict(outcomes)}")
    print(f"  reached it    {service.asked - asked:,}")
    print(f"  transitions   {dict(store.transitions)}")
    for name, value in after.items():
        print(f"  {name:13} {before[name]:8.1f} before, {value:8.1f} after", flush=True)


def run(service: Service, pool: EnginePool, clock: Clock, outcomes: Counter[str], requests: int) -> None:
    def ask(_: int) -> str:
        service.is_up = clock.goes_on() % (UP_FOR + DOWN_FOR) < UP_FOR
        try:
            for _block in record(REQUEST, pool=pool).drawn():
                pass
        except EngineError as error:
            return error.code
        return "spoken"

    with ThreadPoolExecutor(THREADS) as clients:
        for begun in range(0, requests, AT_ONCE):  # what the clients themselves hold is not to be measured
            outcomes.update(clients.map(ask, range(min(AT_ONCE, requests - begun))))


def left_behind() -> dict[str, float]:
    gc.collect()
    process = psutil.Process()
    return {
        "threads": process.num_threads(),
        "open files": process.num_fds(),
        "memory in MiB": process.memory_info().rss / MIB,
    }


if __name__ == "__main__":
    main()
