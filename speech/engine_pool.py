"""The engines of this process, over the packs of this machine."""

from functools import cache

from django.conf import settings

from speech.engines.pool import EnginePool
from speech.engines.registry import ENGINES, Registry
from speech.engines.settings import EngineSettings
from speech.packs import PACKS
from speech.services import pack_store

PACK_OF_ENGINE = {"kokoro": "kokoro-82m-int8", "piper": "piper-en_US-joe-medium"}


@cache
def registry() -> Registry:
    store = pack_store()
    how_to_get = {
        engine: f"Run `manage.py packs pull {PACKS[pack].name}`." for engine, pack in PACK_OF_ENGINE.items()
    }
    engine_settings = EngineSettings(
        kokoro_dir=store.folder(PACK_OF_ENGINE["kokoro"]),
        piper_dirs=(store.folder(PACK_OF_ENGINE["piper"]), settings.CONFIG.models_dir),
        how_to_get=how_to_get,
    )
    return Registry(engine_settings, engines=ENGINES)


@cache
def pool() -> EnginePool:
    return EnginePool(registry().engine)
