"""Eight tracks to mix: files, the mix of them, and what FFmpeg is told to do the same."""

import shutil
import wave
from pathlib import Path

import numpy as np
from scipy.signal import lfilter

from speech.audio.encode import encode, write_whole
from speech.mixing import Fade, Mix, Region, Track, mixed

RATE_HZ = 48_000
TRACKS = 8
FADE_SECONDS = 5
LEVEL = 0.1
DULLNESS = 0.95  # of a filter of one pole: 6 dB an octave from 390 Hz on
BLOCK_FRAMES = 30 * RATE_HZ
HOW_TO_GET_FFMPEG = "There is no ffmpeg here to compare with. On Debian: apt-get install ffmpeg"


def write_sounds(folder: Path, *, minutes: float, channels: int) -> list[Path]:
    """Noise that comes and goes like words, each track at a pace of its own: as loud as speech is, and like
    it with less and less above a few hundred hertz."""
    paths = [folder / f"{number}.wav" for number in range(TRACKS)]
    for number, path in enumerate(paths):
        rng = np.random.default_rng(number)
        noise = lfilter([1 - DULLNESS], [1, -DULLNESS], rng.normal(0, 1, (BLOCK_FRAMES, channels)), axis=0)
        noise *= LEVEL * 32_768 / noise.std()
        talks = np.arange(BLOCK_FRAMES) % (60_000 + 7_000 * number) < 50_000
        block = (noise * talks[:, np.newaxis]).astype("<i2")
        frames = round(60 * minutes * RATE_HZ)
        with wave.open(str(path), "wb") as file:
            file.setnchannels(channels)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            for start in range(0, frames, BLOCK_FRAMES):
                file.writeframesraw(block[: frames - start].tobytes())
    return paths


def volume_of(number: int) -> float:
    return 0.5 + 0.05 * number


def pan_of(number: int) -> float:
    return (number - 3.5) / 4


def mix_of(paths: list[Path]) -> Mix:
    fade = Fade(FADE_SECONDS * RATE_HZ, "linear")
    return Mix(
        RATE_HZ,
        [
            Track(
                str(number),
                [Region(str(path), fade_in=fade, fade_out=fade)],
                volume=volume_of(number),
                pan=pan_of(number),
            )
            for number, path in enumerate(paths)
        ],
    )


def mix_to_wav(paths: list[Path], into: Path) -> None:
    blocks = mixed(mix_of(paths), open_source=Path).blocks()
    with into.open("w+b") as file:
        chunks = encode(blocks, "wav", rate_hz=RATE_HZ, channels=2, dither=True)
        write_whole(file, chunks, format_name="wav")


def ffmpeg_command(paths: list[Path], into: Path, *, seconds: float, adds_only: bool) -> list[str]:
    """`adds_only`: `amix` and nothing else, less work than ours."""
    inputs = [word for path in paths for word in ("-i", str(path))]
    filters = "" if adds_only else "".join(_track(number, seconds) for number in range(len(paths)))
    joined = "".join(f"[{number}]" if adds_only else f"[t{number}]" for number in range(len(paths)))
    graph = f"{filters}{joined}amix=inputs={len(paths)}:normalize=0"
    program = shutil.which("ffmpeg") or "ffmpeg"
    # By its own default a sum over full scale is clipped: nothing is limited.
    output = ["-ac", "2", "-c:a", "pcm_s16le", str(into)]
    return [program, "-hide_banner", "-loglevel", "error", "-y", *inputs, "-filter_complex", graph, *output]


def _track(number: int, seconds: float) -> str:
    angle = (pan_of(number) + 1) * np.pi / 4
    left, right = np.sqrt(2) * np.cos(angle), np.sqrt(2) * np.sin(angle)
    return (
        f"[{number}]afade=t=in:d={FADE_SECONDS}:c=tri,"
        f"afade=t=out:st={seconds - FADE_SECONDS}:d={FADE_SECONDS}:c=tri,"
        f"volume={volume_of(number)},aformat=channel_layouts=stereo,"
        f"pan=stereo|c0={left:.6f}*c0|c1={right:.6f}*c1[t{number}];"
    )
