"""What becomes of speech, told to whoever counts it. Metrics listen; nothing here knows of them."""

import logging
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from typing import Literal, Protocol

from speech.audio.encode import Block
from speech.engines.errors import EngineBusy
from speech.engines.pool import Check

logger = logging.getLogger(__name__)

# `left`: whoever wanted it does not any more. `busy`: too much was under way. `refused`: it can't be spoken.
Outcome = Literal["done", "left", "busy", "failed", "refused"]


@dataclass(frozen=True)
class Spoken:
    """One request, at its end."""

    engine: str
    outcome: Outcome
    characters: int
    is_remembered: bool = False
    audio_seconds: float = 0.0
    making_seconds: float = 0.0  # waiting for its turns included, waiting for its listener not
    first_audio_seconds: float | None = None


class Listener(Protocol):
    def begun(self, engine: str) -> None: ...

    def ended(self, engine: str, spoken: Spoken) -> None:
        """`engine` is that of `begun`."""

    def refused(self, spoken: Spoken) -> None:
        """It never began."""

    def waited(self, engine: str, seconds: float) -> None:
        """For a place among the requests under way."""


LISTENERS: list[Listener] = []


def tell(event: Callable[[Listener], None]) -> None:
    """Whoever counts must not cost anybody their speech."""
    for listener in LISTENERS:
        try:
            event(listener)
        except Exception:
            logger.exception("A measure of speech was lost")


def waited(engine: str, seconds: float) -> None:
    tell(lambda listener: listener.waited(engine, seconds))


def refused(engine: str, characters: int) -> None:
    tell(lambda listener: listener.refused(Spoken(engine, "refused", characters)))


class Measured:
    """Measures one request's blocks on their way."""

    def __init__(
        self, *, engine: str, characters: int, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._engine, self._characters, self._clock = engine, characters, clock
        self._outcome: Outcome = "left"
        self._is_unwanted = False
        self._frames = 0
        self._making_seconds = 0.0
        self._first_audio_seconds: float | None = None

    def checking(self, check: Check) -> Check:
        """As `check`, remembering that it was what ended the work."""

        def checked() -> None:
            try:
                check()
            except BaseException:
                self._is_unwanted = True
                raise

        return checked

    def blocks(
        self,
        made: Generator[Block, None, None],
        *,
        rate_hz: int,
        is_remembered: bool,
        spoken_by: Callable[[], str],
    ) -> Generator[Block, None, None]:
        """What is never drawn is never counted."""
        tell(lambda listener: listener.begun(self._engine))
        try:
            with closing(made):
                while (block := self._next(made)) is not None:
                    yield block
            self._outcome = "done"
        except EngineBusy:
            self._outcome = "busy"
            raise
        except Exception:
            self._outcome = "left" if self._is_unwanted else "failed"
            raise
        finally:
            spoken = Spoken(
                engine=spoken_by(),
                outcome=self._outcome,
                characters=self._characters,
                is_remembered=is_remembered,
                audio_seconds=self._frames / rate_hz,
                making_seconds=self._making_seconds,
                first_audio_seconds=self._first_audio_seconds,
            )
            tell(lambda listener: listener.ended(self._engine, spoken))

    def _next(self, made: Generator[Block, None, None]) -> Block | None:
        started = self._clock()
        try:
            block = next(made, None)
        finally:
            self._making_seconds += self._clock() - started
        if block is not None and len(block):
            self._frames += len(block)
            if self._first_audio_seconds is None:
                self._first_audio_seconds = self._making_seconds
        return block
