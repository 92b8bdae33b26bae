"""How much memory probing takes as files get longer: it should not depend on the length.

`python -m benchmarks.probe_memory [HOURS]` prints length, time and growth of resident memory by format.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import psutil

from benchmarks.high_water import high_water_bytes, reset_high_water
from speech.audio.decode import Limits
from speech.audio.probe import probe

RATE = 16_000
FORMATS = {
    "wav": "pcm_s16le",
    "flac": "flac",
    "mp3": "libmp3lame",
    "ogg": "libopus",
    "ipod": "aac",
    "webm": "libopus",
}
MIB = 1024 * 1024


def main() -> None:
    hours = float(sys.argv[1]) if len(sys.argv) > 1 else 6.0
    with tempfile.TemporaryDirectory() as folder:
        _probe(_written(Path(folder) / "warm.wav", "wav", 0.01))
        print(
            f"{'format':8}{'hours':>7}{'file MiB':>10}{'seconds':>9}{'x real time':>13}{'RSS growth MiB':>16}"
        )
        for name in FORMATS:
            for length in (hours / 6, hours):
                path = _written(Path(folder) / f"long.{name}", name, length)
                seconds, growth = _probe(path)
                print(
                    f"{name:8}{length:7.1f}{path.stat().st_size / MIB:10.1f}{seconds:9.1f}"
                    f"{length * 3600 / seconds:13.0f}{growth / MIB:16.1f}",
                    flush=True,
                )
                path.unlink()


def _probe(path: Path) -> tuple[float, int]:
    process = psutil.Process()
    before = process.memory_info().rss
    started = time.perf_counter()
    reset_high_water(process)
    probe(path, limits=Limits(seconds=1e9))
    highest = high_water_bytes(process)
    return time.perf_counter() - started, max(highest - before, 0)


def _written(path: Path, container: str, hours: float) -> Path:
    with av.open(str(path), "w", format=container) as file:
        stream = file.add_stream(
            FORMATS[container], rate=48_000 if "opus" in FORMATS[container] else RATE, layout="mono"
        )
        for number, block in enumerate(_speechlike(hours, stream.rate)):
            frame = av.AudioFrame.from_ndarray(block[None], format="s16", layout="mono")
            frame.sample_rate, frame.pts = stream.rate, number * block.size
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


def _speechlike(hours: float, rate: int) -> Iterator[np.ndarray]:
    noise = np.random.default_rng(0).normal(0, 3000, rate * 10).astype(np.int16)
    for _ in range(max(int(hours * 360), 1)):
        yield noise


if __name__ == "__main__":
    main()
