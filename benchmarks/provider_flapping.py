"""10,000 requests against a provider that comes and goes: what its breaker does, and what is left behind.

Each request is a small text through the whole pipeline and the adapter of OpenAI's wire, by eight threads, to
a server on this machine that answers, hangs up, ends in the middle or refuses. The clock is the breaker's
own, so that hours pass in moments. Printed: transitions, requests that reached the provider, threads, open
files and memory before and after.

Run: python -m benchmarks.provider_flapping [--quick] [--requests 10000]
"""

import argparse
import gc
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial

import psutil

from speech.engines.errors import EngineError
from speech.engines.pool import EnginePool, PoolLimits
from speech.pipeline import SpeechRequest, record
from speech.providers.breaker import Breaker, BreakerLimits, InMemory, Known
from speech.providers.guarded import Guarded
from speech.providers.opening import open_provider
from speech.providers.settings import ProviderSettings
from tests.speech.providers.servers.local import Asked, Handler, Told, listening

THREADS = 8
AT_ONCE = 250
UP_FOR, DOWN_FOR = 600, 400  # requests
LIMITS = BreakerLimits(failures=5, seconds=30, most_seconds=120, probe_seconds=60)
REQUEST = SpeechRequest(text="One.", engine="cloud", voice="alloy", language="en-US")
FRAMES = b"\x10\x00" * 240
MIB = 1024 * 1024


class Service:
    """Gives sound; or, while it is down, hangs up, ends in the middle or refuses."""

    def __init__(self) -> None:
        self.is_up, self.asked = True, 0
        self._lock = threading.Lock()

    def answer(self, handler: Handler, _: Asked) -> None:
        with self._lock:
            self.asked += 1
            fault = self.asked % 3
        if self.is_up:
            handler.pieces("audio/pcm", [FRAMES] * 10)
        elif fault == 0:
            handler.whole(b'{"error": {"message": "Not now."}}', status=503)
        else:
            if fault == 1:
                handler.begin("audio/pcm")
                handler.piece(FRAMES[:99])
            handler.close_connection = True


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
    service, store, clock = Service(), Counted(), Clock()
    with listening(service.answer) as server:
        cloud = Guarded(
            open_provider(settings_of(server)),
            breaker=Breaker("cloud", store=store, limits=LIMITS, clock=clock),
            tries=2,
            first_audio_seconds=60,
            sleep=lambda _: None,
        )
        pool = EnginePool(lambda name: cloud, PoolLimits(generations=THREADS))
        outcomes: Counter[str] = Counter()
        ask = partial(asked_once, service, pool, clock)
        run(ask, server, Counter(), UP_FOR + DOWN_FOR)  # until everything has been used once
        asked, before = service.asked, left_behind()
        run(ask, server, outcomes, requests)
        after = left_behind()
        cloud.unload()
    print(f"{requests:,} requests by {THREADS} threads, up for {UP_FOR} and down for {DOWN_FOR} in turn")
    print(f"  outcomes      {dict(outcomes)}")
    print(f"  reached it    {service.asked - asked:,}")
    print(f"  transitions   {dict(store.transitions)}")
    for name, value in after.items():
        print(f"  {name:13} {before[name]:8.1f} before, {value:8.1f} after", flush=True)


def settings_of(server: Told) -> ProviderSettings:
    return ProviderSettings(
        "cloud", "openai", url=server.url, at_once=THREADS, options={"lists_voices": False}
    )


def asked_once(service: Service, pool: EnginePool, clock: Clock, _: int) -> str:
    service.is_up = clock.goes_on() % (UP_FOR + DOWN_FOR) < UP_FOR
    try:
        for _block in record(REQUEST, pool=pool).drawn():
            pass
    except EngineError as error:
        return error.code
    return "spoken"


def run(ask: Callable[[int], str], server: Told, outcomes: Counter[str], requests: int) -> None:
    with ThreadPoolExecutor(THREADS) as clients:
        for begun in range(0, requests, AT_ONCE):
            outcomes.update(clients.map(ask, range(min(AT_ONCE, requests - begun))))
            server.asked.clear()  # what clients and server remember is not to be measured


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
