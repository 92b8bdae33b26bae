"""How much a process grows while it mixes eight tracks to a WAV file: ten minutes of them, and an hour.

Over its level after a first, short mix. The sounds take 3 GB of disk meanwhile.

Run: python -m benchmarks.mix_memory [--quick] [--channels 1]
"""

import argparse
import tempfile
from pathlib import Path

import psutil

from benchmarks.high_water import high_water_bytes, reset_high_water
from benchmarks.mix_sounds import mix_to_wav, write_sounds

MIB = 1024 * 1024
WANTED_MIB = 150
MINUTES, QUICK_MINUTES = (10, 60), (1, 6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a minute and six: to see that it works")
    parser.add_argument("--channels", type=int, default=1, choices=(1, 2), help="of each track")
    options = parser.parse_args()
    grown_mib(0.1, options.channels)
    for minutes in QUICK_MINUTES if options.quick else MINUTES:
        before, most = grown_mib(minutes, options.channels)
        print(
            f"{minutes:g} minutes: {most - before:.0f} MiB over {before:.0f} MiB (wanted: under {WANTED_MIB})",
            flush=True,
        )


def grown_mib(minutes: float, channels: int) -> tuple[float, float]:
    """Before the mix, and at its most."""
    process = psutil.Process()
    with tempfile.TemporaryDirectory(prefix="mix-memory-") as folder:
        paths = write_sounds(Path(folder), minutes=minutes, channels=channels)
        reset_high_water(process)
        before = process.memory_info().rss
        mix_to_wav(paths, Path(folder) / "mixed.wav")
        return before / MIB, high_water_bytes(process) / MIB


if __name__ == "__main__":
    main()
