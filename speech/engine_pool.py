"""The engines of this process, over the packs of this machine."""

import logging
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

import psutil
from django.conf import settings

from speech import measures
from speech.audio.late import signal
from speech.engines.base import PassageRequest, SpeechEngine
from speech.engines.errors import EngineError
from speech.engines.pool import EnginePool, Loadable, PoolLimits
from speech.engines.registry import Registry
from speech.engines.settings import EngineSettings
from speech.packs import PACKS
from speech.passage_cache import PassageCache
from speech.provider_openers import bounds, openers
from speech.services import pack_store

logger = logging.getLogger(__name__)
E = TypeVar("E", bound=Loadable)

MOST_THREADS = 4  # a passage is too small a work for more
LANES = 2  # three together are no quicker than two
MEMORY_FOR_LANES_BYTES = 4 * 1024**3
LOOK_FOR_IDLE_SECONDS = 30.0
WARM_UP_WORDS = "The first words of a model are its slowest, so these are said to nobody. " * 4
_PAUSE = threading.Event()  # never set
_POOLS: list[EnginePool[Any]] = []
PACK_OF_ENGINE = {"kokoro": "kokoro-82m-int8", "piper": "piper-en_US-joe-medium"}


@cache
def registry() -> Registry[SpeechEngine]:
    store = pack_store()
    how_to_get = {
        engine: f"Run `manage.py packs pull {PACKS[pack].name}`." for engine, pack in PACK_OF_ENGINE.items()
    }
    engine_settings = EngineSettings(
        kokoro_dir=store.folder(PACK_OF_ENGINE["kokoro"]),
        piper_dirs=(store.folder(PACK_OF_ENGINE["piper"]), settings.CONFIG.models_dir),
        how_to_get=how_to_get,
        threads=threads(),
        lanes=lanes(),
    )
    return Registry(engine_settings, engines=openers(threads=threads()))


@cache
def pool() -> EnginePool[SpeechEngine]:
    config = settings.CONFIG
    made: EnginePool[SpeechEngine] = EnginePool(
        registry().engine,
        PoolLimits(
            generations=config.speech_generations,
            wait_seconds=config.speech_wait_seconds,
            idle_seconds=config.engine_idle_minutes * 60,
        ),
        bounds=bounds(),
        on_wait=measures.waited,
    )
    return let_go_when_idle(made)


def let_go_when_idle(pool: EnginePool[E]) -> EnginePool[E]:
    """One thread looks after all that were given to it."""
    if settings.CONFIG.engine_idle_minutes:
        _POOLS.append(pool)
        _watch_idle()
    return pool


def threads() -> int:
    return settings.CONFIG.speech_threads or min(os.cpu_count() or 1, MOST_THREADS)


def lanes() -> int:
    """Three quarters of a gigabyte more for a fifth less time: not where memory is scarce."""
    usual = LANES if psutil.virtual_memory().total >= MEMORY_FOR_LANES_BYTES else 1
    return settings.CONFIG.speech_lanes or usual


@cache
def passage_cache() -> PassageCache:
    config = settings.CONFIG
    return PassageCache(config.data_dir / "passages", config.passage_cache_bytes)


def usual_engine() -> str:
    """What is meant where a program names no engine of ours."""
    return settings.CONFIG.model_aliases["tts-1"]


def warm_up() -> None:
    """The model of `tts-1` is loaded and has spoken, at last as long a passage as it is ever given."""
    signal.enter()  # each passage is levelled, and the first one would wait for it
    name = usual_engine()
    try:
        engine = pool().engine(name)
        if engine.capabilities.is_remote:
            return  # nothing is loaded here, and somebody would pay for words that nobody hears
        voice = engine.voices[0]
        most = engine.capabilities.max_characters_per_passage
        first, long = (
            PassageRequest(words, voice.id, voice.language) for words in ("Ready.", WARM_UP_WORDS[:most])
        )
        pool().warm_up(name, first)  # whoever asks meanwhile has a turn between them
        pool().warm_up(name, long)
        _speak_together(name, long)
    except EngineError as error:
        logger.warning("%s", error)
    except Exception:  # the edge of a thread, which has more to do
        logger.exception("The engine %s could not be warmed up", name)


def _speak_together(name: str, request: PassageRequest) -> None:
    """As many as the engine ever makes at once: what that takes of memory is taken now."""
    at_once = pool().engine(name).capabilities.turns_at_once
    if at_once > 1:
        with ThreadPoolExecutor(at_once) as together:
            list(together.map(lambda _: pool().warm_up(name, request), range(at_once)))


@cache
def _watch_idle() -> None:
    threading.Thread(target=_let_go_of_idle, name="idle-engines", daemon=True).start()


def _let_go_of_idle() -> None:
    while True:
        _PAUSE.wait(LOOK_FOR_IDLE_SECONDS)
        for pool in tuple(_POOLS):
            for name in pool.unload_idle():
                logger.info("The engine %s was idle and is let go", name)
