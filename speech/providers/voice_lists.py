"""The voices of a service: kept on disk, and asked for again in the background now and then.

Every page asks an engine for its voices, so reading them never reaches the network.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from speech.audio.whole_files import whole_or_none
from speech.engines.base import Gender, Voice
from speech.engines.languages import primary
from speech.providers.failures import FailureKind, ProviderFailed
from speech.providers.opening import version_of
from speech.providers.settings import ProviderSettings
from speech.providers.told import usual_language

REFRESH_SECONDS = 6 * 3600.0
AGAIN_SECONDS = 900.0  # after a list that did not come
MOST_VOICES = 5_000
MOST_NAME_CHARACTERS = 200
FILE = "voices.json"

logger = logging.getLogger(__name__)

Fetch = Callable[[], Sequence[Voice]]


@dataclass(frozen=True)
class Known:
    """The voices as they are at one moment, an operator's names for some among them."""

    voices: tuple[Voice, ...]
    fetched_at: float | None = None  # None: they are those that the kind is known for

    @cached_property
    def by_id(self) -> dict[str, Voice]:
        return {voice.id: voice for voice in self.voices}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(voice.language for voice in self.voices))


class VoiceList:
    def __init__(
        self,
        settings: ProviderSettings,
        usual: Sequence[Voice],
        fetch: Fetch | None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`usual` until a list has come; `fetch` is None where there is none to be had."""
        self._settings, self._fetch, self._clock = settings, fetch, clock
        self._version = version_of(settings)
        self._lock, self._refreshing = threading.Lock(), threading.Lock()
        self._usual = self._completed(usual, None)
        self._known, self._read_from = self._usual, ""
        self._tried_at = -REFRESH_SECONDS

    def known(self) -> Known:
        """Never waits for the network. A list that is old is asked for anew meanwhile."""
        known = self._current()
        if self._is_due(known):
            threading.Thread(
                target=self._refresh_quietly, name=f"voices-{self._settings.name}", daemon=True
            ).start()
        return known

    def refresh(self) -> Known:
        """Asks now, and raises what goes wrong: then the list there is stays."""
        if self._fetch is None:
            return self._usual
        with self._refreshing:
            self._tried_at = self._clock()
            voices = tuple(_named(voice) for voice in self._fetch()[:MOST_VOICES] if _is_sane(voice))
            if not voices:  # a list of another kind than it was, which would leave nobody to ask for
                raise ProviderFailed(self._settings.name, FailureKind.SERVER, reason="its list has no voices")
            self._write(voices, self._tried_at)
            with self._lock:
                self._known = self._completed(voices, self._tried_at)
                return self._known

    def _refresh_quietly(self) -> None:
        try:
            self.refresh()
        except Exception as error:  # the list there is stays: this is a thread's edge
            logger.warning("The voices of %s did not come: %s", self._settings.name, error)

    def _is_due(self, known: Known) -> bool:
        """True for one asker: the next finds that it was tried."""
        if self._fetch is None:
            return False
        with self._lock:
            now = self._clock()
            # What lies ahead is from before the clock was set back.
            is_fresh = known.fetched_at is not None and 0 <= now - known.fetched_at < REFRESH_SECONDS
            if is_fresh or 0 <= now - self._tried_at < AGAIN_SECONDS:
                return False
            self._tried_at = now
            return True

    def _current(self) -> Known:
        """As the file has it, which another process may have written."""
        path, stamp = self._path, ""
        try:
            if path is not None:
                stat = path.stat()
                stamp = f"{stat.st_mtime_ns} {stat.st_ino}"
        except OSError:
            return self._known
        with self._lock:
            if path is not None and stamp != self._read_from:
                self._read_from = stamp
                self._known = self._read(path) or self._known
            return self._known

    @property
    def _path(self) -> Path | None:
        return self._settings.cache_dir / FILE if self._settings.cache_dir else None

    def _read(self, path: Path) -> Known | None:
        """None for what is not ours, or of other settings; it is written anew by the next refresh."""
        try:
            kept = json.loads(path.read_bytes())
            if kept["version"] != self._version:
                return None
            voices = [_voice(each, engine=self._settings.name) for each in kept["voices"]]
            return self._completed(voices, float(kept["fetched_at"]))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            logger.warning("The kept voices of %s can't be read and are dropped", self._settings.name)
            with suppress(OSError):
                path.unlink()
            return None

    def _write(self, voices: Sequence[Voice], fetched_at: float) -> None:
        if (path := self._path) is None:
            return
        kept = {
            "version": self._version,
            "fetched_at": fetched_at,
            "voices": [_kept(each) for each in voices],
        }
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with whole_or_none(path) as draft:
                draft.write_text(json.dumps(kept))
        except OSError as error:
            logger.warning("The voices of %s can't be kept: %s", self._settings.name, error)

    def _completed(self, voices: Sequence[Voice], fetched_at: float | None) -> Known:
        """Those in the operator's languages, and what the operator names: the default voice first."""
        found = {voice.id: voice for voice in voices if self._is_wanted(voice)}
        everyone = {voice.id: voice for voice in voices}
        for name, meant in self._settings.voices.items():
            found[name] = replace(everyone.get(meant, self._unknown(meant)), id=name, name=name)
        if default := self._settings.default_voice:
            found = {default: found.get(default) or everyone.get(default) or self._unknown(default), **found}
        return Known(tuple(found.values()), fetched_at)

    def _is_wanted(self, voice: Voice) -> bool:
        wanted = {primary(language) for language in self._settings.languages}
        return not wanted or primary(voice.language) in wanted

    def _unknown(self, voice: str) -> Voice:
        return Voice(voice, voice, usual_language(self._settings), None, self._settings.name)


def _is_sane(voice: Voice) -> bool:
    """An id goes into addresses and requests; a name is shown."""
    return 0 < len(voice.id) <= MOST_NAME_CHARACTERS and voice.id.isprintable() and bool(voice.language)


def _named(voice: Voice) -> Voice:
    shown = "".join(sign for sign in voice.name if sign.isprintable()).strip()
    return replace(voice, name=shown[:MOST_NAME_CHARACTERS] or voice.id)


def _kept(voice: Voice) -> dict[str, str]:
    return {"id": voice.id, "name": voice.name, "language": voice.language, "gender": voice.gender or ""}


def _voice(kept: Any, *, engine: str) -> Voice:
    fields = {name: kept[name] for name in ("id", "name", "language", "gender")}
    if not all(isinstance(value, str) for value in fields.values()):
        raise TypeError
    gender = Gender(fields["gender"]) if fields["gender"] else None
    return Voice(fields["id"], fields["name"], fields["language"], gender, engine)
