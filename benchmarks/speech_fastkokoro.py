"""The same requests to this site and to `fastkokoro`, another server of Kokoro, over the same weights.

`fastkokoro` is no part of this project: it is installed into a virtual environment of its own, which
`--venv` names or which is made for this run (a few hundred megabytes).

Run: python -m benchmarks.speech_fastkokoro [--quick] [--rounds 7] [--venv FOLDER]
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import httpx
import psutil

from benchmarks.speech_rig import (
    PATIENCE_SECONDS,
    VOICE,
    SpeakingSite,
    interleaved,
    model_and_voices,
    options_of,
    print_ratio,
    speaking_site,
    text_of,
    threads,
    wait_until_idle,
)
from tests.processes import wait_until
from tests.running_site import free_port

OURS, THEIRS = "voicesite", "fastkokoro"
CHARACTERS, LONG_CHARACTERS = 600, 3_000


def main() -> None:
    venv = {"type": Path, "default": None, "help": "where fastkokoro is, or is to be installed"}
    options = options_of(__doc__ or "", rounds=7, venv=venv)
    with tempfile.TemporaryDirectory(prefix="voicesite-bench-") as folder:
        python = python_with_fastkokoro(options.venv or Path(folder) / "venv")
        with speaking_site() as site, other_server(python, Path(folder)) as other:
            compare_wav(site, other, options.rounds)
            compare_first_byte(site, other, options.rounds)


def compare_wav(site: SpeakingSite, other: "OtherServer", rounds: int) -> None:
    text = text_of(CHARACTERS)

    def ours() -> None:
        site.spoken(text)

    def theirs() -> None:
        other.spoken(text)

    theirs()
    taken = interleaved({OURS: ours, THEIRS: theirs}, rounds=rounds)
    print_ratio(f"{len(text)} characters, whole WAV", taken, over=THEIRS, wanted=1.0)


def compare_first_byte(site: SpeakingSite, other: "OtherServer", rounds: int) -> None:
    text = text_of(LONG_CHARACTERS)
    sides = {OURS: lambda: site.first_byte_seconds(text), THEIRS: lambda: other.first_byte_seconds(text)}
    taken = interleaved(sides, rounds=rounds)
    print_ratio(f"{len(text)} characters as pcm, first byte", taken, over=THEIRS, wanted=1.0)


class OtherServer:
    def __init__(self, url: str, process: psutil.Process) -> None:
        self._url, self._process = f"{url}/v1/audio/speech", process
        self._client = httpx.Client(timeout=PATIENCE_SECONDS)

    def spoken(self, text: str) -> bytes:
        response = self._client.post(self._url, json=self._asked(text, "wav"))
        assert response.status_code == 200, response.text
        return response.content

    def first_byte_seconds(self, text: str) -> float:
        started = time.perf_counter()
        asked = self._asked(text, "pcm") | {"stream": True}  # without it, nothing is sent before all is made
        with self._client.stream("POST", self._url, json=asked) as response:
            next(response.iter_raw())
            seconds = time.perf_counter() - started
        wait_until_idle(self._process)
        return seconds

    def _asked(self, text: str, response_format: str) -> dict[str, object]:
        return {"model": "kokoro", "voice": VOICE, "input": text, "response_format": response_format}


@contextmanager
def other_server(python: Path, folder: Path) -> Iterator[OtherServer]:
    model, voices = model_and_voices()
    port = free_port()
    settings = {
        "FASTKOKORO_MODEL_PATH": model,
        "FASTKOKORO_VOICES_PATH": voices,
        "FASTKOKORO_CACHE_DIR": folder / "cache",
        "FASTKOKORO_HOST": "127.0.0.1",
        "FASTKOKORO_PORT": port,
        "FASTKOKORO_ONNX_INTRA_OP_NUM_THREADS": threads(),
        "HF_HUB_OFFLINE": 1,
    }
    environment = os.environ | {name: str(value) for name, value in settings.items()}
    with (folder / "fastkokoro.log").open("wb") as log:
        process = subprocess.Popen(
            [python.parent / "fastkokoro"], env=environment, stdout=log, stderr=log, cwd=folder
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: _is_ready(url, process, folder), seconds=300, why="fastkokoro being ready")
        yield OtherServer(url, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(20)


def _is_ready(url: str, process: subprocess.Popen[bytes], folder: Path) -> bool:
    log = folder / "fastkokoro.log"
    assert process.poll() is None, f"fastkokoro ended:\n{log.read_text(errors='replace')[-3000:]}"
    try:
        return httpx.get(f"{url}/health", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def python_with_fastkokoro(venv: Path) -> Path:
    python = venv / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    if not (venv / "bin" / "fastkokoro").exists():
        print(f"Installing fastkokoro into {venv}…", flush=True)
        # The same runtime on both sides: what is compared is what is built on it.
        wanted = ["fastkokoro==0.7.0", f"onnxruntime=={version('onnxruntime')}"]
        done = subprocess.run([python, "-m", "pip", "install", "--quiet", *wanted])
        if done.returncode:
            print("fastkokoro can't be installed here: nothing is compared.")
            sys.exit()
    return python


if __name__ == "__main__":
    main()
