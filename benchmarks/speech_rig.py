"""What the speech benchmarks share: texts, a site of their own, the engine beside it, and fair comparison.

Both sides of a ratio take turns within one run, so that whatever else the machine does falls on both.
"""

import argparse
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil

from speech.engines.base import PassageRequest
from speech.engines.kokoro import KokoroEngine
from speech.engines.settings import EngineSettings
from speech.packs import PackStore
from tests.running_site import RunningSite
from voicesite.config import load_config

PACK = "kokoro-82m-int8"
VOICE = "af_heart"
RATE_HZ = 24_000
MIB = 1024 * 1024
PATIENCE_SECONDS = 1_800

SENTENCES = (
    "The river was high that morning, and the ferry had not come.",
    "Anna waited at the end of the pier with two baskets of apples beside her.",
    "She had been there since before dawn, when the fog still hid the other bank.",
    "Nobody else seemed to mind, for the town slept late on Sundays.",
    "A grey heron stood in the shallows and watched the water without moving.",
    "When the bell on the far shore rang at last, she picked up her baskets and smiled.",
    "The boatman was an old friend of her father, and he never asked for money.",
    "He told her about the winter, the broken bridge, and the letter that never arrived.",
)


def text_of(characters: int) -> str:
    """Whole sentences, as many as fit."""
    said, number = SENTENCES[0], 1
    while len(said) + 1 + len(following := SENTENCES[number % len(SENTENCES)]) <= characters:
        said, number = f"{said} {following}", number + 1
    return said


def options_of(description: str, *, rounds: int, **more: Any) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="fewer rounds: to see that it works")
    parser.add_argument("--rounds", type=int, default=None, help=f"measurements of each side ({rounds})")
    for name, settings in more.items():
        parser.add_argument(f"--{name.replace('_', '-')}", **settings)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is stopped
    options.rounds = options.rounds or (3 if options.quick else rounds)
    return options


def threads() -> int:
    return load_config().speech_threads or min(psutil.cpu_count() or 1, 4)


def model_and_voices() -> tuple[Path, Path]:
    config = load_config()
    folder = PackStore(config.models_dir, offline=config.offline).path(PACK)
    return next(folder.glob("*.onnx")), folder / "voices.npz"


def loaded_engine() -> KokoroEngine:
    """The site's own engine, in this process, with the threads that the site gives it."""
    model, voices = model_and_voices()
    engine = KokoroEngine(model, voices, threads=EngineSettings(threads=threads()).threads)
    engine.load()
    for _ in engine.synthesize(PassageRequest(text_of(250), VOICE)):
        pass
    return engine


class SpeakingSite:
    """A site with an empty data directory and one person's key to it, that remembers no passages."""

    def __init__(self, site: RunningSite, key: str) -> None:
        self.site, self.url = site, f"{site.url}/v1/audio/speech"
        self.headers = {"Authorization": f"Bearer {key}"}
        self._client = httpx.Client(headers=self.headers, timeout=PATIENCE_SECONDS)

    def spoken(self, text: str, *, response_format: str = "wav") -> bytes:
        response = self._client.post(self.url, json=self._asked(text, response_format))
        assert response.status_code == 200, response.text
        return response.content

    def first_byte_seconds(self, text: str) -> float:
        """Then nobody listens any more, and the site is given time to notice."""
        started = time.perf_counter()
        with self._client.stream("POST", self.url, json=self._asked(text, "pcm")) as response:
            next(response.iter_raw())
            seconds = time.perf_counter() - started
        self.wait_until_idle()
        return seconds

    @contextmanager
    def listening(self, text: str) -> Iterator[None]:
        """Somebody takes a long text meanwhile."""
        with self._client.stream("POST", self.url, json=self._asked(text, "pcm")) as response:
            next(response.iter_raw())
            yield

    def web_process(self) -> psutil.Process:
        """The one that holds the model: nothing else here is as large."""
        return max(self.site.family(), key=lambda process: process.memory_info().rss)

    def wait_until_idle(self) -> None:
        wait_until_idle(self.web_process())

    def _asked(self, text: str, response_format: str) -> dict[str, str]:
        return {"model": "kokoro", "voice": VOICE, "input": text, "response_format": response_format}


def wait_until_idle(process: psutil.Process, *, quiet_seconds: float = 0.3) -> None:
    while True:
        before = process.cpu_times()
        time.sleep(quiet_seconds)
        after = process.cpu_times()
        if after.user + after.system - before.user - before.system < 0.05 * quiet_seconds:
            return


@contextmanager
def speaking_site(**settings: object) -> Iterator[SpeakingSite]:
    chosen = {
        "passage_cache_mib": 0,
        "engine_idle_minutes": 0,
        "speech_max_characters": 60_000,
        "speech_wait_seconds": 600,
        "throttle_person": "100000/min",
        "throttle_key": "100000/min",
        "models_dir": load_config().models_dir,
    }
    with (
        tempfile.TemporaryDirectory(prefix="voicesite-bench-", ignore_cleanup_errors=True) as folder,
        RunningSite(Path(folder) / "site", **(chosen | settings)) as site,
    ):
        speaking = SpeakingSite(site, _new_key(site))
        speaking.spoken(text_of(250))
        speaking.wait_until_idle()
        yield speaking


def _new_key(site: RunningSite) -> str:
    return site.site.python(
        "from accounts.models import User\n"
        "from accounts.services.keys import create_key\n"
        "listener = User.objects.create_user('listener')\n"
        "print(create_key(user=listener, name='benchmark', scopes=['speech'])[1])"
    ).splitlines()[-1]


def interleaved(sides: Mapping[str, Callable[[], float | None]], *, rounds: int) -> dict[str, list[float]]:
    """Seconds by side: what a side gives, or else how long it took. Each round begins with another side."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    order = list(sides)
    for _ in range(rounds):
        for name in order:
            started = time.perf_counter()
            told = sides[name]()
            taken[name].append(time.perf_counter() - started if told is None else told)
        order.append(order.pop(0))
    return taken


def print_ratio(
    what: str, taken: Mapping[str, list[float]], *, over: str, wanted: float | None = None
) -> float:
    """`over` is the side that the others are compared with."""
    base = statistics.median(taken[over])
    print(what)
    for name, seconds in taken.items():
        print(f"  {name:34} median {statistics.median(seconds):7.3f} s   {_spread(seconds)}")
    name, ours = next((name, seconds) for name, seconds in taken.items() if name != over)
    ratio = statistics.median(ours) / base
    # Of neighbours in time: what disturbs one of them mostly disturbs both.
    paired = statistics.median(a / b for a, b in zip(ours, taken[over], strict=True))
    bound = f"   (wanted: at most {wanted:g}x)" if wanted else ""
    print(f"  ratio of medians {ratio:.3f}x, median of paired ratios {paired:.3f}x{bound}", flush=True)
    return ratio


def _spread(seconds: list[float]) -> str:
    return f"from {min(seconds):.3f} to {max(seconds):.3f}, {len(seconds)} runs"


def share(values: list[float], part: float) -> float:
    """`share(values, 0.95)`: what 95 % of them are not above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
