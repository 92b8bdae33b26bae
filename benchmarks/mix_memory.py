"""How much a process grows while it mixes eight tracks to a WAV file: ten minutes of them, and an hour.

Over its level before the first one. The sounds take 3 GB of disk meanwhile.

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
    process = psutil.Process()
    idle = process.memory_info().rss
    for minutes in QUICK_MINUTES if options.quick else MINUTES:
        grown = highest_bytes(process, minutes, options.channels) - idle
        print(f"{minutes:g} minutes: {grown / MIB:.0f} MiB over {idle / MIB:.0f} MiB at rest", flush=True)
    print(f"  (wanted: under {WANTED_MIB} MiB over it, and as much for an hour)")


def highest_bytes(process: psutil.Process, minutes: float, channels: int) -> int:
    with tempfile.TemporaryDirectory(prefix="mix-memory-") as folder:
        paths = write_sounds(Path(folder), minutes=minutes, channels=channels)
        reset_high_water(process)
        mix_to_wav(paths, Path(folder) / "mixed.wav")
        return high_water_bytes(process)


if __name__ == "__main__":
    main()
