"""Kokoro beside a provider that hangs while many ask for it, against Kokoro alone: throughput through HTTP.

The provider is a server on this machine that takes connections and never answers; more people ask for it than
it has places. Rounds with and without them take turns.

Run: python -m benchmarks.provider_hang [--quick] [--rounds 9]
"""

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx

from benchmarks.speech_rig import (
    PATIENCE_SECONDS,
    SpeakingSite,
    interleaved,
    options_of,
    print_ratio,
    speaking_site,
    text_of,
)

WANTED = 0.95  # of the throughput
CLIENTS = 2
CHARACTERS = 300
TEXTS = 4
PLACES = 4
HELD = 3  # of them: one person leaves one to others
WHO_HANG = 3 * PLACES
ASKED = {"model": "hung", "voice": "alloy", "input": "Is anybody there?", "save_history": False}


class Silent(socketserver.ThreadingTCPServer):
    """Holds every connection until it is told to let go of all."""

    allow_reuse_address = daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Held)
        self.lets_go = threading.Event()
        self.counting = threading.Lock()
        self.held = 0

    def count(self, change: int) -> None:
        with self.counting:
            self.held += change


class Held(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.server.count(+1)
        self.server.lets_go.wait()
        self.server.count(-1)


def main() -> None:
    options = options_of(__doc__ or "", rounds=9)
    with Silent() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with speaking_site(**settings(server)) as site:
            sides = {
                f"beside {WHO_HANG} who wait for it": lambda: beside(site, server),
                "alone": lambda: seconds_of(site),
            }
            taken = interleaved(sides, rounds=options.rounds)
        server.shutdown()
    what = f"{TEXTS} texts of {CHARACTERS} characters by {CLIENTS} clients"
    ratio = print_ratio(what, taken, over="alone", wanted=1 / WANTED)
    print(f"  throughput beside it {1 / ratio:.3f}x of that alone (wanted: at least {WANTED:g}x)", flush=True)


def settings(server: Silent) -> dict[str, object]:
    hung = {
        "kind": "openai",
        "url": f"http://127.0.0.1:{server.server_address[1]}/v1",
        "model": "tts-1",
        "at_once": PLACES,
        "tries": 1,
        "first_audio_seconds": 600,
        "silence_seconds": 600,
        "total_seconds": 3600,
        "options": {"lists_voices": False},  # that would hang, too, and be counted
    }
    # Its breaker stays closed: at rest it would be asked by nobody.
    return {"providers": json.dumps({"hung": hung}), "fallback": "false", "breaker_failures": 1_000}


def beside(site: SpeakingSite, server: Silent) -> float:
    with waited_for(site, server):
        seconds = seconds_of(site)
    site.wait_until_idle()
    return seconds


@contextmanager
def waited_for(site: SpeakingSite, server: Silent) -> Iterator[None]:
    server.lets_go.clear()
    with ThreadPoolExecutor(WHO_HANG) as waiting:
        asked = [waiting.submit(ask, site) for _ in range(WHO_HANG)]
        while server.held < HELD:
            if any(each.done() for each in asked):
                raise SystemExit(f"The provider does not hang: {asked[0].result(1)}")
            time.sleep(0.05)
        try:
            yield
        finally:
            server.lets_go.set()


def ask(site: SpeakingSite) -> str:
    return httpx.post(site.url, json=ASKED, headers=site.headers, timeout=PATIENCE_SECONDS).text


def seconds_of(site: SpeakingSite) -> float:
    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(lambda _: site.spoken(text_of(CHARACTERS)), range(TEXTS)))
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
