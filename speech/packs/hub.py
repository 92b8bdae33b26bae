"""The Hugging Face hub, where it can be reached. Downloads go on where they stopped."""

import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
from huggingface_hub import constants, hf_hub_url

from speech.packs.errors import SourceUnavailable
from speech.packs.manifest import PackFile, SourceReport

_PROBE_SECONDS = 4.0
_TRIES = 3
_TIMEOUT = httpx.Timeout(20.0, connect=_PROBE_SECONDS)


@dataclass(frozen=True)
class HubRepository:
    repository: str
    revision: str
    folder: str = ""
    endpoint: str | None = None

    @property
    def label(self) -> str:
        return f"the Hugging Face hub ({self.repository})"

    def download_bytes(self, wanted: Sequence[PackFile]) -> int:
        return 0  # a part file becomes the file itself

    def fetch(self, wanted: Sequence[PackFile], *, into: Path, scratch: Path, report: SourceReport) -> None:
        if constants.is_offline_mode():
            raise SourceUnavailable("HF_HUB_OFFLINE is set")
        report("Looking for the Hugging Face hub", 0.0)
        if not _answers(self._url(wanted[0])):
            raise SourceUnavailable(f"it did not serve the file within {_PROBE_SECONDS:.0f} s")
        total = sum(file.size_bytes for file in wanted) or 1
        done = 0
        for file in wanted:
            part = scratch / f"{file.sha256[:16]}.part"
            for got_bytes in _download(self._url(file), part, file.size_bytes):
                report(f"Downloading {file.name}", min(1.0, (done + got_bytes) / total))
            target = into / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(part, target)
            done += file.size_bytes

    def _url(self, file: PackFile) -> str:
        return hf_hub_url(
            self.repository,
            file.name,
            subfolder=self.folder or None,
            revision=self.revision,
            endpoint=self.endpoint,
        )


def _answers(url: str) -> bool:
    """Whether the address serves the file, said within a few seconds.

    On a thread of its own: looking up a name has no timeout, and a network that swallows packets
    would hold everything up for half a minute.
    """
    answered = threading.Event()

    def ask() -> None:
        try:
            if httpx.head(url, timeout=_PROBE_SECONDS, follow_redirects=True).is_success:
                answered.set()
        except (httpx.HTTPError, OSError):
            pass

    thread = threading.Thread(target=ask, daemon=True, name="hub-probe")
    thread.start()
    thread.join(_PROBE_SECONDS)
    return answered.is_set()


def _download(url: str, part: Path, size_bytes: int) -> Iterator[int]:
    """Yield how many bytes there are, as they come. A broken connection is taken up again."""
    for attempt in range(_TRIES):
        try:
            yield from _continue(url, part, size_bytes)
            return
        except httpx.HTTPError as error:
            if attempt == _TRIES - 1:
                raise SourceUnavailable(f"the download broke off ({type(error).__name__})") from None


def _continue(url: str, part: Path, size_bytes: int) -> Iterator[int]:
    have = part.stat().st_size if part.is_file() else 0
    if have == size_bytes:
        return
    # Compressed bytes could not be counted, nor taken up in the middle.
    headers = {"Accept-Encoding": "identity"}
    if 0 < have < size_bytes:
        headers["Range"] = f"bytes={have}-"
    with httpx.stream("GET", url, headers=headers, timeout=_TIMEOUT, follow_redirects=True) as response:
        response.raise_for_status()
        is_continued = response.status_code == httpx.codes.PARTIAL_CONTENT
        with part.open("ab" if is_continued else "wb") as file:
            for block in response.iter_raw():
                file.write(block)
                if file.tell() > size_bytes:
                    raise SourceUnavailable("it sent more than the file holds")
                yield file.tell()
