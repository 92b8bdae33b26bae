"""How much the web process grows while it hears a file of two hours, over its level after warm-up.

Run: python -m benchmarks.transcription_memory [--quick] [--minutes 120]
"""

import tempfile
from pathlib import Path

from benchmarks.high_water import high_water_bytes, reset_high_water
from benchmarks.speech_rig import MIB, options_of
from benchmarks.transcription_rig import hearing_site, recording_of
from speech.audio.encode import encode
from speech.recognition.base import RATE_HZ

WANTED_MIB = 400
PIECE_MINUTES = 10.0
WARM_UP_MINUTES = 2.0  # as many stretches as are ever heard together


def main() -> None:
    options = options_of(__doc__ or "", rounds=1, minutes={"type": float, "default": None})
    minutes = options.minutes or (4 if options.quick else 120)
    with tempfile.TemporaryDirectory() as folder, hearing_site(recording_of(WARM_UP_MINUTES)) as site:
        path = Path(folder) / "long.mp3"
        write_long(path, minutes)
        process = site.web_process()
        before = process.memory_info().rss
        reset_high_water(process)
        answer = site.heard(path, response_format="verbose_json").json()
        growth = high_water_bytes(process) - before
        after = process.memory_info().rss
    print(f"{answer['duration'] / 60:.1f} minutes of sound, {len(answer['segments'])} segments")
    print(f"  after warm-up {before / MIB:7.0f} MiB, at the end {after / MIB:7.0f} MiB")
    print(f"  highest in between: {growth / MIB:.0f} MiB more   (wanted: less than {WANTED_MIB})", flush=True)


def write_long(path: Path, minutes: float) -> None:
    """One recording again and again, never held whole."""
    piece = recording_of(min(PIECE_MINUTES, minutes)).samples()
    times = max(1, round(minutes * 60 * RATE_HZ / len(piece)))
    with path.open("wb") as file:
        for data in encode((piece for _ in range(times)), "mp3", rate_hz=RATE_HZ):
            file.write(data)


if __name__ == "__main__":
    main()
