"""What a cloning model makes of a reference, kept in memory and on disk: it is made once for each voice.

Several processes share one folder and take no lock. A file appears whole and under its final name; two that
make the same prompt at once write the same file twice. All prompts of one reference lie in a folder of their
own, so that they go when its voice goes. A mark beside that folder tells whoever was making one meanwhile.

Nothing that goes wrong here may cost somebody their speech: it is logged once, and the prompt is made.
"""

import hashlib
import json
import logging
import os
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from speech.engines.base import Reference
from speech.private_files import files_below, write_privately
from speech.providers.research.prompt_file import Prompt, as_bytes, from_bytes, size_of

__all__ = ["Prompt", "PromptCache", "PromptCounts", "PromptKey", "forget_reference"]

logger = logging.getLogger(__name__)

FOLDER = "prompts"  # in a provider's `cache_dir`
SUFFIX, DRAFT_SUFFIX, GONE_SUFFIX = ".safetensors", ".draft", ".gone"
MEMORY_BYTES = 64 * 1024 * 1024
DISK_BYTES = 512 * 1024 * 1024
KEPT_SHARE = 0.9  # of the budget on disk, after an eviction: the next ones are stored without another
# An older draft is of a process that was killed; an older mark has been seen by all who were making one.
LEFT_SECONDS = 3600.0


@dataclass(frozen=True, kw_only=True)
class PromptKey:
    reference: str  # the digest of its sound
    transcript: str
    kind: str
    model_version: str

    @classmethod
    def of(cls, reference: Reference, *, kind: str, model_version: str) -> "PromptKey":
        return cls(
            reference=reference.digest,
            transcript=reference.transcript,
            kind=kind,
            model_version=model_version,
        )

    @property
    def digest(self) -> str:
        return _digest([self.reference, self.transcript, self.kind, self.model_version])


@dataclass(frozen=True)
class PromptCounts:
    """Of this process."""

    from_memory: int = 0
    from_disk: int = 0
    made: int = 0


class PromptCache:
    def __init__(
        self, folder: Path | None, *, memory_bytes: int = MEMORY_BYTES, disk_bytes: int = DISK_BYTES
    ) -> None:
        """`folder` None: nothing is kept on disk."""
        self._folder, self._memory_bytes, self._disk_bytes = folder, memory_bytes, disk_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Prompt] = OrderedDict()
        self._making: dict[str, threading.Lock] = {}
        self._counts = {"from_memory": 0, "from_disk": 0, "made": 0}
        self._complained: set[str] = set()

    def prompt(self, key: PromptKey, make: Callable[[], Prompt]) -> Prompt:
        """Its tensors are shared: nobody may write into them."""
        if (prompt := self._remembered(key)) is not None:
            return prompt
        with self._alone(key.digest):
            if (prompt := self._remembered(key)) is not None:
                return prompt
            if (prompt := self._read(key)) is None:
                prompt = make()
                self._count("made")
                self._write(key, prompt)
            self._remember(key, prompt)
            return prompt

    def counts(self) -> PromptCounts:
        with self._lock:
            return PromptCounts(**self._counts)

    def _remembered(self, key: PromptKey) -> Prompt | None:
        with self._lock:
            if (prompt := self._kept.get(key.digest)) is None:
                return None
            self._kept.move_to_end(key.digest)
            self._counts["from_memory"] += 1
            return prompt

    def _remember(self, key: PromptKey, prompt: Prompt) -> None:
        with self._lock:
            self._kept[key.digest] = prompt
            total = sum(map(size_of, self._kept.values()))
            while total > self._memory_bytes:
                total -= size_of(self._kept.popitem(last=False)[1])

    @contextmanager
    def _alone(self, digest: str) -> Iterator[None]:
        """Whoever asks for the same prompt waits for it, instead of making it as well."""
        with self._lock:
            making = self._making.setdefault(digest, threading.Lock())
        try:
            with making:
                yield
        finally:
            with self._lock:
                self._making.pop(digest, None)

    def _read(self, key: PromptKey) -> Prompt | None:
        if self._folder is None:
            return None
        prompt, path = None, _path(self._folder, key)
        with self._at_most_a_complaint("read"), suppress(FileNotFoundError):
            prompt = from_bytes(path.read_bytes(), digest=key.digest)
            if prompt is None:
                path.unlink(missing_ok=True)
            else:
                os.utime(path)
                self._count("from_disk")
        return prompt

    def _write(self, key: PromptKey, prompt: Prompt) -> None:
        if self._folder is None:
            return
        with self._at_most_a_complaint("stored"):
            data = as_bytes(prompt, digest=key.digest)
            if len(data) <= self._disk_bytes:
                _sweep(self._folder)
                _make_room(self._folder, self._disk_bytes - len(data), kept=KEPT_SHARE)
                _store(_path(self._folder, key), data)

    def _count(self, what: str) -> None:
        with self._lock:
            self._counts[what] += 1

    @contextmanager
    def _at_most_a_complaint(self, what: str) -> Iterator[None]:
        try:
            yield
        except OSError:
            if what not in self._complained:
                self._complained.add(what)
                logger.warning("Voice prompts can't be %s in %s", what, self._folder, exc_info=True)


def forget_reference(folder: Path, digest: str) -> None:
    """All prompts that were made of it or are being made. Raises `OSError` where something of it stays."""
    if not folder.is_dir():
        return
    kept = folder / _digest([digest])
    _mark_of(kept).touch(mode=0o600)  # first: whoever stores one from now on finds it
    with suppress(FileNotFoundError):
        shutil.rmtree(kept)


def _path(folder: Path, key: PromptKey) -> Path:
    return folder / _digest([key.reference]) / f"{key.digest}{SUFFIX}"


def _digest(said: list[str]) -> str:
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _mark_of(kept: Path) -> Path:
    return kept.with_suffix(GONE_SUFFIX)


def _sweep(folder: Path) -> None:
    for path, known in [*files_below(folder, DRAFT_SUFFIX), *files_below(folder, GONE_SUFFIX)]:
        if known.st_mtime < time.time() - LEFT_SECONDS:
            path.unlink(missing_ok=True)


def _make_room(folder: Path, most_bytes: int, *, kept: float) -> None:
    """The least recently used go, where all together are more than `most_bytes`."""
    files = [(known.st_mtime_ns, known.st_size, path) for path, known in files_below(folder, SUFFIX)]
    total = sum(size for _, size, _ in files)
    if total <= most_bytes:
        return
    for _, size, path in sorted(files):
        if total <= most_bytes * kept:
            return
        path.unlink(missing_ok=True)
        total -= size


def _store(path: Path, data: bytes) -> None:
    # Of this thread alone.
    draft = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}{DRAFT_SUFFIX}")
    write_privately(path, data, draft=draft)
    if _mark_of(path.parent).exists():  # its voice went while it was made
        path.unlink(missing_ok=True)
