"""Kokoro's session under other options: a sentence's time and processor time, beside the site's own options.

Run: python -m benchmarks.speech_session_options [--quick] [--rounds 9]
"""

import statistics
import time
from collections.abc import Callable

import onnxruntime

from benchmarks.speech_rig import SENTENCES, VOICE, interleaved, model_and_voices, options_of, threads
from speech.engines.base import PassageRequest
from speech.engines.kokoro import KokoroEngine, tuned_options

Change = Callable[[onnxruntime.SessionOptions], None]
SENTENCE = PassageRequest(SENTENCES[0], VOICE, "en-US")
OWN = "as the site sets it"


def main() -> None:
    options = options_of(__doc__ or "", rounds=9)
    onnxruntime.set_default_logger_severity(3)  # it would tell of every option that is set a second time
    engines = {name: engine_with(change) for name, change in changes().items()}
    processor: dict[str, list[float]] = {name: [] for name in engines}

    def say(name: str) -> float:
        started, used = time.perf_counter(), time.process_time()
        for _ in engines[name].synthesize(SENTENCE):
            pass
        processor[name].append(time.process_time() - used)
        return time.perf_counter() - started

    taken = interleaved({name: lambda name=name: say(name) for name in engines}, rounds=options.rounds)
    print(f"{len(SENTENCE.text)} characters" + " " * 25 + "time              processor")
    for name in engines:
        print(f"{name:34}{beside(taken, name)}   {beside(processor, name)}")


def beside(seconds: dict[str, list[float]], name: str) -> str:
    median = statistics.median(seconds[name])
    return f"{median:7.3f} s {median / statistics.median(seconds[OWN]):5.2f}x"


def changes() -> dict[str, Change]:
    def entry(name: str, value: str) -> Change:
        return lambda options: options.add_session_config_entry(name, value)

    def attribute(name: str, value: object) -> Change:
        return lambda options: setattr(options, name, value)

    level, mode = onnxruntime.GraphOptimizationLevel, onnxruntime.ExecutionMode
    return {
        OWN: lambda options: None,
        "waiting threads spin as usual": entry("session.intra_op.spin_duration_us", "-1"),
        "waiting threads do not spin": entry("session.intra_op.allow_spinning", "0"),
        "one thread": attribute("intra_op_num_threads", 1),
        "two threads more": attribute("intra_op_num_threads", threads() + 2),
        "graph optimised less (extended)": attribute("graph_optimization_level", level.ORT_ENABLE_EXTENDED),
        "operators in parallel": attribute("execution_mode", mode.ORT_PARALLEL),
        "denormals as zero": entry("session.set_denormal_as_zero", "1"),
        "no memory pattern": attribute("enable_mem_pattern", False),
    }


def engine_with(change: Change) -> KokoroEngine:
    options = tuned_options(threads=threads())
    change(options)
    engine = KokoroEngine(*model_and_voices(), session_options=options)
    engine.load()
    for _ in engine.synthesize(SENTENCE):
        pass
    return engine


if __name__ == "__main__":
    main()
