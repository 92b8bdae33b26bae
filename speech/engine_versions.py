"""By what it is known which weights speak under an engine's name: others speak everything anew."""

from functools import cache

from django.conf import settings

from speech.engine_pool import PACK_OF_ENGINE, registry
from speech.engines.base import HasVersion
from speech.engines.errors import EngineError
from speech.packs import PACKS
from speech.provider_openers import provider_settings
from speech.providers.opening import version_of

# To be raised where an engine's code makes another sound of the same words: of that engine alone, since some
# are paid for what they speak anew.
MAKINGS = {"kokoro": 2}
FIRST_MAKING = 1


def engine_version(engine: str) -> str:
    """Part of what a remembered passage is known by."""
    making = MAKINGS.get(engine, FIRST_MAKING)
    return f"{_named_version(engine)}/{making}{_weights_version(engine)}"


@cache
def _named_version(engine: str) -> str:
    if provider := provider_settings(threads=1).get(engine):
        return version_of(provider)
    pack = PACK_OF_ENGINE.get(engine)
    return PACKS[pack].version if pack else ""


def _weights_version(engine: str) -> str:
    """Of a provider whose files are the operator's to change: those of packs and services are not."""
    if engine not in settings.CONFIG.providers:
        return ""
    try:
        opened = registry().engine(engine)
    except EngineError:  # who is not here speaks nothing
        return ""
    return f"/{opened.version}" if isinstance(opened, HasVersion) else ""
