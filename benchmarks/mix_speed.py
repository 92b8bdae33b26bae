"""How long eight tracks with volume, pan and fades take to become a WAV file, beside FFmpeg's `amix`.

All three take turns: ours, `amix` alone, and FFmpeg with the same volumes, pans and fades. Time on the clock
depends on what else the machine does; the processor's time hardly. FFmpeg is Debian's: apt-get install ffmpeg

Run: python -m benchmarks.mix_speed [--quick] [--minutes 60] [--rounds 3] [--channels 1]
"""

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.mix_sounds import HOW_TO_GET_FFMPEG, TRACKS, ffmpeg_command, mix_to_wav, write_sounds

WANTED_RATIO = 1.0
WANTED_SHARE = 0.01  # of real time


class Taken(NamedTuple):
    clock_seconds: float
    processor_seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one minute, one round: to see that it works")
    parser.add_argument("--minutes", type=float, default=None, help="of sound (60)")
    parser.add_argument("--rounds", type=int, default=None, help="measurements of each side (3)")
    parser.add_argument("--channels", type=int, default=1, choices=(1, 2), help="of each track")
    options = parser.parse_args()
    minutes = options.minutes or (1 if options.quick else 60)
    rounds = options.rounds or (1 if options.quick else 3)
    with tempfile.TemporaryDirectory(prefix="mix-speed-") as folder:
        paths = write_sounds(Path(folder), minutes=minutes, channels=options.channels)
        taken = measured(sides(paths, Path(folder) / "mixed.wav", minutes), rounds)
    show(taken, minutes, options.channels)


def sides(paths: list[Path], into: Path, minutes: float) -> dict[str, Callable[[], object]]:
    found: dict[str, Callable[[], object]] = {"ours": lambda: mix_to_wav(paths, into)}
    for name, adds_only in (("amix alone", True), ("FFmpeg with the same work", False)):
        command = ffmpeg_command(paths, into, seconds=60 * minutes, adds_only=adds_only)
        if Path(command[0]).is_absolute():
            found[name] = lambda command=command: subprocess.run(command, check=True)
    if len(found) == 1:
        print(HOW_TO_GET_FFMPEG)
    return found


def measured(works: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[Taken]]:
    """One at a time, in turns: the first round warms up the files' cache."""
    taken: dict[str, list[Taken]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name in sorted(works, reverse=bool(number % 2)):
            spent = _spent(works[name])
            if number:
                taken[name].append(spent)
    return taken


def show(taken: dict[str, list[Taken]], minutes: float, channels: int) -> None:
    kind = "mono" if channels == 1 else "stereo"
    print(f"{TRACKS} {kind} tracks of {minutes:g} min to a stereo WAV, medians of {len(taken['ours'])}:")
    ours = _median(taken["ours"])
    for name, spent in taken.items():
        clock, processor = _median(spent)
        against = "" if name == "ours" else (
            f"; ours takes {ours[0] / clock:.2f}x of it by the clock, {ours[1] / processor:.2f}x of the "
            f"processor's time (wanted: at most {WANTED_RATIO}x)"
        )  # fmt: skip
        print(f"  {name:26} {clock:7.2f} s, {processor:7.2f} s of the processor's{against}")
    share = ours[0] / (60 * minutes)
    print(f"  ours is {share:.2%} of real time (wanted: under {WANTED_SHARE:.0%})", flush=True)


def _spent(work: Callable[[], object]) -> Taken:
    clock, before = time.perf_counter(), os.times()
    work()
    after = os.times()
    return Taken(time.perf_counter() - clock, sum(after[:4]) - sum(before[:4]))


def _median(spent: list[Taken]) -> Taken:
    return Taken(*(statistics.median(column) for column in zip(*spent, strict=True)))


if __name__ == "__main__":
    main()
