"""Which engines there are. A module is imported when its engine is first asked for.

Each module named here has `open_engine(settings) -> SpeechEngine`, which raises `EngineUnavailable` where
something is missing; so does a function in place of a module's name, for engines of which there may be
several. Whatever else goes wrong with one engine is logged and told as its reason: the
others still speak.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from speech.engines.base import SpeechEngine
from speech.engines.errors import EngineUnavailable, UnknownEngine
from speech.engines.known import ENGINES
from speech.engines.settings import EngineSettings

Opener = str | Callable[[EngineSettings], Any]  # a module, or what its `open_engine` would do

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class EngineState:
    name: str
    engine: SpeechEngine | None
    reason: str = ""
    what_to_do: str = ""

    @property
    def is_available(self) -> bool:
        return self.engine is not None


class Registry:
    """Opens engines; one that opened is kept (it is cheap), one that did not is tried again."""

    def __init__(self, settings: EngineSettings, *, engines: Mapping[str, Opener] = ENGINES) -> None:
        self._settings, self._openers = settings, engines
        self._opened: dict[str, SpeechEngine] = {}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._openers)

    def engine(self, name: str) -> SpeechEngine:
        if name not in self._openers:
            raise UnknownEngine(name, self.names)
        if name not in self._opened:
            # Two threads may open it twice: `setdefault` lets one of them win.
            self._opened.setdefault(name, self._open(name))
        return self._opened[name]

    def states(self) -> list[EngineState]:
        return [self._state(name) for name in self._openers]

    def _state(self, name: str) -> EngineState:
        try:
            return EngineState(name, self.engine(name))
        except EngineUnavailable as error:
            return EngineState(name, None, error.reason, error.what_to_do)

    def _open(self, name: str) -> SpeechEngine:
        try:
            opener = self._openers[name]
            if isinstance(opener, str):
                opener = import_module(opener).open_engine
            engine: SpeechEngine = opener(self._settings)
            return engine
        except EngineUnavailable:
            raise
        except ImportError as error:
            missing = error.name or "a package"
            raise EngineUnavailable(
                name, reason=f"{missing} is not installed", what_to_do=f"Install {missing}."
            ) from error
        except Exception as error:
            logger.exception("The engine %s can't be opened", name)
            raise EngineUnavailable(
                name, reason="it could not be started", what_to_do="The server's log says why."
            ) from error
