"""A text spoken, then the same text with other effects: the engine must say nothing, and little time pass.

By the clock, which on a quiet machine is what a person waits, and by the processor, all threads together.

Run: python -m benchmarks.effects_change [--quick] [--rounds 3] [--engine kokoro] [--minutes 10]
"""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import django

from benchmarks.speech_rig import SENTENCES, options_of
from speech.effects import Effect, read_chain, streams
from speech.engines.base import SpeechEngine
from speech.engines.pool import EnginePool
from speech.memory import PassageMemory
from speech.passage_cache import PassageCache
from speech.pipeline import SpeechRequest, record

WANTED = 0.05  # of the time of the first
CHARACTERS_A_SECOND = 14.5
VOICES = {"kokoro": "af_heart", "piper": "en_US-joe-medium", "espeak": "en-us"}
CHAINS: dict[str, list[dict[str, object]]] = {
    "none": [],
    "high-pass, reverb": [
        {"type": "high_pass", "frequency_hz": 90},
        {"type": "reverb", "room": "small", "mix": 0.2},
    ],
    "podcast_eq, compressor, limiter": [
        {"type": "podcast_eq"},
        {"type": "compressor"},
        {"type": "limiter"},
    ],
    "normalize": [{"type": "normalize", "target_lufs": -16}],
    "normalize, pitch, reverb": [
        {"type": "normalize", "target_lufs": -16},
        {"type": "pitch", "semitones": 2},
        {"type": "reverb", "room": "small", "mix": 0.2},
    ],
}


def main() -> None:
    options = options_of(
        __doc__ or "",
        rounds=3,
        engine={"default": "kokoro", "choices": list(VOICES)},
        minutes={"type": float, "default": 10.0},
        format={"default": "mp3"},
    )
    minutes = min(options.minutes, 0.5) if options.quick else options.minutes
    with speaking(options.engine) as bench:
        text = text_of(minutes)
        first = bench.taken(text, options.format, ())
        said = bench.passages
        print(f"{options.engine}: {first.sound / 60:.1f} minutes as {options.format}, {said} passages")
        print(f"{'':34}{'clock':>11}{'':9}{'processor':>11}")
        print(f"{'spoken the first time':34}{first.clock:9.2f} s{'':9}{first.processor:9.2f} s", flush=True)
        for name, chain in CHAINS.items():
            effects = read_chain(chain)
            rounds = [bench.taken(text, options.format, effects) for _ in range(options.rounds)]
            clock = statistics.median(each.clock for each in rounds)
            processor = statistics.median(each.processor for each in rounds)
            how = "streamed" if streams(effects) else "buffered"
            verdict = "" if clock / first.clock < WANTED else f"   OVER {WANTED:.0%}"
            print(
                f"{name:34}{clock:9.2f} s {clock / first.clock:7.3f} {processor:9.2f} s "
                f"{processor / first.processor:7.3f}   {how}{verdict}",
                flush=True,
            )
        print(f"passages spoken for other effects: {bench.passages - said}")


def text_of(minutes: float) -> str:
    """No sentence twice: what is said again is remembered within the first time already."""
    said: list[str] = []
    while sum(map(len, said)) < minutes * 60 * CHARACTERS_A_SECOND:
        said.append(f"Page {len(said) + 1}. {SENTENCES[len(said) % len(SENTENCES)]}")
    return " ".join(said)


class Taken(NamedTuple):
    """Seconds."""

    clock: float
    processor: float
    sound: float


class Bench:
    def __init__(self, engine: SpeechEngine, folder: Path) -> None:
        self.pool, self.engine = EnginePool(lambda _: engine), engine
        self.memory = PassageMemory(PassageCache(folder, 10**9), "bench", engine.name, "1")
        self.passages = 0
        self._synthesize = engine.synthesize
        engine.synthesize = self._counted  # type: ignore[method-assign]

    def taken(self, text: str, format_name: str, effects: tuple[Effect, ...]) -> Taken:
        """Until the last byte."""
        voice = VOICES[self.engine.name]
        request = SpeechRequest(text, self.engine.name, voice, "en-US", format_name, effects=effects)
        began, worked = time.perf_counter(), time.process_time()
        recording = record(request, pool=self.pool, memory=self.memory)
        for _ in recording.encoded(format_name):
            pass
        return Taken(time.perf_counter() - began, time.process_time() - worked, recording.seconds)

    def _counted(self, *asked, **options):  # type: ignore[no-untyped-def]
        self.passages += 1
        return self._synthesize(*asked, **options)


@contextmanager
def speaking(name: str) -> Iterator[Bench]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voicesite.settings")
    django.setup()
    from speech.engine_pool import registry

    engine = registry().engine(name)
    engine.load()
    with tempfile.TemporaryDirectory() as folder:
        yield Bench(engine, Path(folder))


if __name__ == "__main__":
    main()
