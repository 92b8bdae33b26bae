"""Engines in one process: loaded on first use, shared, taken in turns, let go when idle."""

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar, runtime_checkable

import psutil

from speech.engines.base import Block, OnWord, PassageRequest, SpeechEngine
from speech.engines.errors import EngineBusy, EngineError, EngineUnavailable
from speech.engines.places import Places
from speech.engines.turns import FairTurns

logger = logging.getLogger(__name__)


class _Bounds(Protocol):
    @property
    def turns_at_once(self) -> int: ...


class Loadable(Protocol):
    """What a pool holds: a speech engine, a recogniser."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> _Bounds: ...

    def load(self) -> None: ...

    def unload(self) -> None: ...


@runtime_checkable
class NeedsRoom(Protocol):
    """A large one: others may have to go before it can be loaded."""

    @property
    def held_in(self) -> str:
        """The memory that its weights lie in. What does not say is held in the machine's own."""

    def missing_bytes(self) -> int:
        """More than is free now. Raises `EngineUnavailable` where there could never be enough."""


MACHINES_OWN = "ram"
E = TypeVar("E", bound=Loadable)


@dataclass(frozen=True)
class PoolLimits:
    generations: int = 8  # requests that may be under way together, each taking its turns
    turns_at_once: int = 1  # passages of one engine computed together: each uses all its threads
    wait_seconds: float = 10.0  # for one of the `generations`, before `EngineBusy`
    idle_seconds: float = 600.0
    retry_load_seconds: float = 15.0  # a load that failed is not tried again before


@dataclass(frozen=True)
class EngineUse:
    """What the status page shows of one engine."""

    name: str
    is_loaded: bool
    users: int
    idle_seconds: float | None
    loaded_bytes: int  # by which the process grew while it was loaded
    load_seconds: float


@dataclass
class _Slot(Generic[E]):
    engine: E
    turns: FairTurns  # of its own: what espeak says in a moment does not wait behind a passage of Kokoro's
    places: tuple[Places, ...]  # a generation takes one in each
    loading: threading.Lock = field(default_factory=threading.Lock)
    users: int = 0
    is_loaded: bool = False
    last_used: float = 0.0
    loaded_bytes: int = 0
    load_seconds: float = 0.0
    failure: EngineUnavailable | None = None
    failed_at: float = 0.0
    usual_seconds: float = 2.0  # that a generation takes: a running average


Check = Callable[[], None]  # raises where the work is wanted no longer


def wanted() -> None:
    pass


class Generation(Generic[E]):
    """One request under way: its blocks come in turn with those of the others."""

    def __init__(self, engine: E, load: Callable[[], None], turns: FairTurns, check: Check = wanted) -> None:
        self.engine = engine
        self._load, self._turns, self._check = load, turns, check

    def blocks(
        self: "Generation[SpeechEngine]", passage: PassageRequest, *, on_word: OnWord | None = None
    ) -> Iterator[Block]:
        """The engine is loaded when it first has to speak: what is remembered needs none.

        A turn is held only while the engine computes, never while somebody listens (of a service, until its
        sound has ended). Who came to be unwanted in the queue does not take it: others wait for that turn.
        """
        blocks = iter(self.ready().synthesize(passage, on_word=on_word))
        yield from self._in_one_turn(blocks) if _is_remote(self.engine) else self._in_turns(blocks)

    def _in_turns(self, blocks: Iterator[Block]) -> Iterator[Block]:
        while True:
            with self.turn():
                block = next(blocks, None)
            if block is None:
                return
            yield block

    def _in_one_turn(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """A request has its connection until its sound has ended. Were its turn given on before, those who
        have all turns would wait for a connection, and those who have the connections for a turn."""
        with self.turn():
            for block in blocks:
                yield block
                self._check()

    def ready(self) -> E:
        """The engine, loaded."""
        self._load()
        return self.engine

    @property
    def others_wait(self) -> bool:
        """For a turn at this engine: who could compute more at once had better not now."""
        return self._turns.waiting > 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """To compute in; raises where the work came to be unwanted while it waited."""
        with self._turns.turn(self):
            self._check()
            yield


class EnginePool(Generic[E]):
    def __init__(
        self,
        find: Callable[[str], E],
        limits: PoolLimits | None = None,
        *,
        bounds: Mapping[str, int] | None = None,
        clock: Callable[[], float] = time.monotonic,
        on_wait: Callable[[str, float], None] = lambda name, seconds: None,
    ) -> None:
        """`find` gives an engine by its name, loaded or not, and raises `EngineError`: a registry's does.

        `bounds` are of engines of this machine that are to do less at once than all of it could.
        `on_wait` is told how many seconds each generation waited for its place.
        """
        self.limits = limits or PoolLimits()
        self._bounds = dict(bounds or {})
        self._find, self._clock, self._on_wait = find, clock, on_wait
        self._lock = threading.Lock()
        self._making_room = threading.Lock()  # two at once would both count on what one of them takes
        self._slots: dict[str, _Slot[E]] = {}
        self._places = _places(self.limits.generations)  # of this machine

    def engine(self, name: str) -> E:
        """To ask for voices or to validate: nothing is loaded."""
        return self._slot(name).engine

    @contextmanager
    def use(self, name: str) -> Iterator[E]:
        """Loaded, and not unloaded before the end of the block."""
        slot = self._slot(name)
        with self._in_use(slot):
            self._load(slot)
            yield slot.engine

    @contextmanager
    def _in_use(self, slot: _Slot[E]) -> Iterator[None]:
        with self._lock:
            slot.users += 1
        try:
            yield
        finally:
            with self._lock:
                slot.users -= 1
                slot.last_used = self._clock()

    @contextmanager
    def generation(
        self, name: str, *, owner: str = "", wait_seconds: float | None = None, check: Check = wanted
    ) -> Iterator[Generation[E]]:
        """As `use`, and counted. Raises `EngineBusy`: too many are under way, or too many of `owner`."""
        patience = self.limits.wait_seconds if wait_seconds is None else wait_seconds
        slot, asked = self._slot(name), self._clock()
        with ExitStack() as taken:
            for places in slot.places:
                if not places.take(owner, wait_seconds=patience):
                    raise EngineBusy(max(1, math.ceil(slot.usual_seconds)))
                taken.callback(places.give_back, owner)
            started = self._clock()
            self._on_wait(name, started - asked)
            taken.callback(lambda: self._note_seconds(slot, self._clock() - started))
            taken.enter_context(self._in_use(slot))
            yield Generation(slot.engine, lambda: self._load(slot), slot.turns, check)

    @staticmethod
    def _note_seconds(slot: _Slot[E], seconds: float) -> None:
        slot.usual_seconds += 0.2 * (seconds - slot.usual_seconds)

    @property
    def under_way(self) -> int:
        last = {id(slot.places[-1]): slot.places[-1] for slot in list(self._slots.values())}
        return sum(places.taken for places in last.values())

    def warm_up(self: "EnginePool[SpeechEngine]", name: str, request: PassageRequest) -> None:
        """Load, and speak once: a model's first run is its slowest."""
        with self.generation(name) as generation:
            for _ in generation.blocks(request):
                pass

    def unload_idle(self, now: float | None = None) -> list[str]:
        """Let go of what nobody has used for a while; the names of those."""
        moment = self._clock() if now is None else now
        return [
            name
            for name, slot in list(self._slots.items())
            if moment - slot.last_used >= self.limits.idle_seconds and self._unload(slot)
        ]

    def unload(self, name: str) -> bool:
        """False where it is in use or was not loaded."""
        slot = self._slots.get(name)
        return slot is not None and self._unload(slot)

    def usage(self) -> list[EngineUse]:
        now = self._clock()
        return [_usage(slot, now=now) for slot in list(self._slots.values())]

    def _slot(self, name: str) -> _Slot[E]:
        slot = self._slots.get(name)
        if slot is None:
            made = self._made(self._find(name))
            with self._lock:
                slot = self._slots.setdefault(name, made)
        return slot

    def _made(self, engine: E) -> _Slot[E]:
        at_once = max(self.limits.turns_at_once, engine.capabilities.turns_at_once)
        return _Slot(engine, turns=FairTurns(at_once=at_once), places=self._places_at(engine))

    def _places_at(self, engine: E) -> tuple[Places, ...]:
        """A service's are its own: one that hangs takes none of those of this machine."""
        if _is_remote(engine):
            return (_places(engine.capabilities.turns_at_once),)
        bound = self._bounds.get(engine.name)
        return (_places(bound), self._places) if bound else (self._places,)

    def _load(self, slot: _Slot[E]) -> None:
        with slot.loading:  # whoever else needs it waits for the one load
            if slot.is_loaded:
                return
            if slot.failure and self._clock() - slot.failed_at < self.limits.retry_load_seconds:
                raise slot.failure
            before, started = _process_bytes(), time.perf_counter()
            try:
                self._load_into_room(slot.engine)
            except Exception as error:
                slot.failure, slot.failed_at = _as_unavailable(slot.engine.name, error), self._clock()
                raise slot.failure from error
            slot.failure, slot.is_loaded = None, True
            slot.load_seconds = time.perf_counter() - started
            slot.loaded_bytes = max(0, _process_bytes() - before)

    def _load_into_room(self, engine: E) -> None:
        if not isinstance(engine, NeedsRoom):
            engine.load()
            return
        with self._making_room:
            self._make_room(engine)
            engine.load()

    def _make_room(self, engine: NeedsRoom) -> None:
        """Who was used longest ago goes first, and nobody who is in use. It may still be too little."""
        for slot in sorted(list(self._slots.values()), key=lambda slot: slot.last_used):
            if not engine.missing_bytes():
                return
            if _held_in(slot.engine) == engine.held_in and self._unload(slot, wait=False):
                logger.info("The engine %s was unloaded to make room", slot.engine.name)

    def _unload(self, slot: _Slot[E], *, wait: bool = True) -> bool:
        """Whoever makes room does not wait: what is being loaded now may wait for its room in turn."""
        if not slot.loading.acquire(blocking=wait):
            return False
        try:
            with self._lock:
                if slot.users or not slot.is_loaded:
                    return False
                slot.is_loaded = False
            slot.engine.unload()
            return True
        finally:
            slot.loading.release()


def _is_remote(engine: Loadable) -> bool:
    """Recognisers all queue alike."""
    return getattr(engine.capabilities, "is_remote", False)


def _held_in(engine: Loadable) -> str:
    return engine.held_in if isinstance(engine, NeedsRoom) else MACHINES_OWN


def _places(most: int) -> Places:
    return Places(most, of_one=max(1, most * 3 // 4))


def _as_unavailable(name: str, error: Exception) -> EngineUnavailable:
    if isinstance(error, EngineUnavailable):
        return error
    if not isinstance(error, EngineError):
        logger.error("The engine %s can't be loaded", name, exc_info=error)
    return EngineUnavailable(name, reason="it could not be loaded", what_to_do="The server's log says why.")


def _usage(slot: _Slot[E], *, now: float) -> EngineUse:
    is_idle = slot.is_loaded and not slot.users
    return EngineUse(
        name=slot.engine.name,
        is_loaded=slot.is_loaded,
        users=slot.users,
        idle_seconds=now - slot.last_used if is_idle else None,
        loaded_bytes=slot.loaded_bytes if slot.is_loaded else 0,
        load_seconds=slot.load_seconds,
    )


def _process_bytes() -> int:
    return int(psutil.Process().memory_info().rss)
