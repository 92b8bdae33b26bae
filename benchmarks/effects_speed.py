"""What a chain costs beside the same plug-ins called directly, over ten minutes of sound at 24 kHz.

Both sides take turns. Time on the clock depends on what else the machine does; the processor's time hardly.

Run: python -m benchmarks.effects_speed [--quick] [--rounds 7] [--minutes 10]
"""

import argparse
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pedalboard
from numpy.typing import NDArray

from speech.effects import applied, read_chain

Samples = NDArray[np.float32]

RATE_HZ = 24_000
WANTED = 1.1
SLOW_MINUTES = 1  # for what takes minutes over ten of them


class Pair(NamedTuple):
    name: str
    effects: list[dict[str, object]]
    direct: Callable[[Samples], object]
    is_slow: bool = False


class Taken(NamedTuple):
    clock_seconds: float
    processor_seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one minute, three rounds: to see that it works")
    parser.add_argument("--rounds", type=int, default=None, help="measurements of each side (7)")
    parser.add_argument("--minutes", type=float, default=None, help="of sound (10)")
    parser.add_argument("--only", default="", help="the effects whose name begins so")
    options = parser.parse_args()
    rounds = options.rounds or (3 if options.quick else 7)
    minutes = options.minutes or (1 if options.quick else 10)
    for pair in pairs():
        if pair.name.startswith(options.only):
            compare(pair, rounds=rounds, minutes=min(minutes, SLOW_MINUTES) if pair.is_slow else minutes)


def pairs() -> list[Pair]:
    chain = [
        {"type": "low_shelf", "gain_db": -3},
        {"type": "peak", "gain_db": 3},
        {"type": "compressor"},
        {"type": "chorus"},
        {"type": "reverb", "mix": 1},
    ]
    return [
        _pair({"type": "low_shelf", "gain_db": 6}, pedalboard.LowShelfFilter(150, 6)),
        _pair({"type": "high_shelf", "gain_db": 6}, pedalboard.HighShelfFilter(6_000, 6)),
        _pair({"type": "peak", "gain_db": 6}, pedalboard.PeakFilter(1_000, 6, 1)),
        _pair({"type": "compressor"}, pedalboard.Compressor(-20, 3, 5, 120)),
        _pair({"type": "noise_gate"}, pedalboard.NoiseGate(-50, 10, 1, 150)),
        _pair({"type": "delay"}, pedalboard.Delay(0.25, 0.3, 0.3)),
        _pair({"type": "chorus"}, pedalboard.Chorus()),
        _pair({"type": "reverb"}, _reverb(wet=0.2, dry=0.8)),
        Pair(
            "chain of five",
            chain,
            _direct(
                pedalboard.Pedalboard(
                    [
                        pedalboard.LowShelfFilter(150, -3),
                        pedalboard.PeakFilter(1_000, 3, 1),
                        pedalboard.Compressor(-20, 3, 5, 120),
                        pedalboard.Chorus(),
                        _reverb(wet=1, dry=0),
                    ]
                )
            ),
        ),
        Pair(
            "pitch",
            [{"type": "pitch", "semitones": 3}],
            lambda sound: pedalboard.time_stretch(sound, RATE_HZ, pitch_shift_in_semitones=3),
            is_slow=True,
        ),
        Pair(
            "speed",
            [{"type": "speed", "factor": 1.25}],
            lambda sound: pedalboard.time_stretch(sound, RATE_HZ, stretch_factor=1.25),
            is_slow=True,
        ),
    ]


def _pair(effect: dict[str, object], plugin: pedalboard.Plugin) -> Pair:
    return Pair(str(effect["type"]), [effect], _direct(plugin))


def _direct(plugin: pedalboard.Plugin) -> Callable[[Samples], object]:
    return lambda sound: plugin.process(sound, RATE_HZ)


def _reverb(*, wet: float, dry: float) -> pedalboard.Reverb:
    """Its levels are of a third and of a half."""
    return pedalboard.Reverb(room_size=0.5, damping=0.5, width=0.8, wet_level=wet / 3, dry_level=dry / 2)


def compare(pair: Pair, *, rounds: int, minutes: float) -> None:
    sound = _sound(minutes)
    effects = read_chain(pair.effects)
    sides: dict[str, Callable[[], object]] = {
        "chain": lambda: applied(sound, effects, rate_hz=RATE_HZ),
        "direct": lambda: pair.direct(sound),
    }
    taken: dict[str, list[Taken]] = {name: [] for name in sides}
    for number in range(rounds + 1):
        for name in sorted(sides, reverse=bool(number % 2)):
            spent = _spent(sides[name])
            if number:  # the first warms up
                taken[name].append(spent)
    ours, theirs = taken["chain"], taken["direct"]
    clock = _ratio([each.clock_seconds for each in ours], [each.clock_seconds for each in theirs])
    processor = _ratio([each.processor_seconds for each in ours], [each.processor_seconds for each in theirs])
    middle = statistics.median(each.processor_seconds for each in ours)
    print(
        f"{pair.name}, {minutes:g} min: {clock:.2f}x by the clock, {processor:.2f}x of the processor's time "
        f"({middle:.2f} s; wanted: at most {WANTED}x)",
        flush=True,
    )


def _spent(work: Callable[[], object]) -> Taken:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - clock, time.process_time() - processor)


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return statistics.median(ours) / statistics.median(theirs)


def _sound(minutes: float) -> Samples:
    """Noise that comes and goes like words."""
    rng = np.random.default_rng(3)
    frames = round(60 * minutes * RATE_HZ)
    moments = np.arange(frames, dtype=np.float32) / RATE_HZ
    noise = rng.standard_normal(frames, dtype=np.float32)
    return np.asarray(0.1 * noise * (moments % 1.7 < 1.4), np.float32)


if __name__ == "__main__":
    main()
