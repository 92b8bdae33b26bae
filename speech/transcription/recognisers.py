"""The recognisers of this process, over the packs of this machine."""

from functools import cache

from django.conf import settings

from speech.engine_pool import threads
from speech.engines.pool import EnginePool, PoolLimits
from speech.engines.registry import Registry
from speech.engines.settings import EngineSettings
from speech.recognition.known import RECOGNISERS
from speech.services import pack_store

WHISPER_PACK = "whisper-base"


@cache
def registry() -> Registry:
    recogniser_settings = EngineSettings(
        whisper_dirs={"whisper-base": pack_store().folder(WHISPER_PACK)},
        how_to_get={"whisper-base": f"Run `manage.py packs pull {WHISPER_PACK}`."},
        threads=threads(),
    )
    return Registry(recogniser_settings, engines=RECOGNISERS)


@cache
def pool() -> EnginePool:
    config = settings.CONFIG
    return EnginePool(
        registry().engine,
        PoolLimits(
            generations=config.speech_generations,
            wait_seconds=config.speech_wait_seconds,
            idle_seconds=config.engine_idle_minutes * 60,
        ),
    )
