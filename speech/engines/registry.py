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
from typing import Any, Generic, TypeVar

from speech.engines.errors import EngineUnavailable, UnknownEngine
from speech.engines.known import ENGINES
from speech.engines.settings import EngineSettings

E = TypeVar("E")  # a speech engine or a recogniser
Opener = str | Callable[[EngineSettings], Any]  # a module, or what its `open_engine` would do
Openers = Mapping[str, Opener]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class EngineState(Generic[E]):
    name: str
    engine: E | None
    reason: str = ""
    what_to_do: str = ""

    @property
    def is_available(self) -> bool:
        return self.engine is not None


class Registry(Generic[E]):
    """Opens engines; one that opened is kept (it is cheap), one that did not is tried again."""

    def __init__(
        self, settings: EngineSettings, *, engines: Openers | Callable[[], Openers] = ENGINES
    ) -> None:
        """`engines` may be a function where they come and go: it is asked each time."""
        self._settings, self._engines = settings, engines
        self._opened: dict[str, E] = {}
        self._broken: dict[str, str] = {}  # as it was logged last: each page tries again

    @property
    def _openers(self) -> Openers:
        return self._engines() if callable(self._engines) else self._engines

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._openers)

    def engine(self, name: str) -> E:
        openers = self._openers
        if name not in openers:
            raise UnknownEngine(name, tuple(openers))
        if name not in self._opened:
            # Two threads may open it twice: `setdefault` lets one of them win.
            self._opened.setdefault(name, self._open(name, openers[name]))
        return self._opened[name]

    def states(self) -> list[EngineState[E]]:
        return [self._state(name) for name in self.names]

    def _state(self, name: str) -> EngineState[E]:
        try:
            return EngineState(name, self.engine(name))
        except EngineUnavailable as error:
            return EngineState(name, None, error.reason, error.what_to_do)

    def _open(self, name: str, opener: Opener) -> E:
        try:
            opened = import_module(opener).open_engine if isinstance(opener, str) else opener
            engine: E = opened(self._settings)
            return engine
        except EngineUnavailable:
            raise
        except ImportError as error:
            missing = error.name or "a package"
            raise EngineUnavailable(
                name, reason=f"{missing} is not installed", what_to_do=f"Install {missing}."
            ) from error
        except Exception as error:
            if self._broken.get(name) != repr(error):
                self._broken[name] = repr(error)
                logger.exception("The engine %s can't be opened", name)
            raise EngineUnavailable(
                name, reason="it could not be started", what_to_do="The server's log says why."
            ) from error
