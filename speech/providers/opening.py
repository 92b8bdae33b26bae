"""From a provider's settings to its engine, and to a version that its passages are remembered under."""

import hashlib
import json
from importlib import import_module

from speech.engines.base import SpeechEngine
from speech.engines.errors import EngineUnavailable
from speech.providers.kinds import KINDS, module_of
from speech.providers.settings import ProviderSettings


def open_provider(settings: ProviderSettings) -> SpeechEngine:
    if settings.key_env and not settings.key:
        raise EngineUnavailable(
            settings.name,
            reason="its key is missing",
            what_to_do=f"Put it into the environment as {settings.key_env}, and start the site again.",
        )
    engine: SpeechEngine = import_module(_module(settings)).open_provider(settings)
    return engine


def models_of(settings: ProviderSettings) -> tuple[str, ...]:
    """All that a model on this machine consists of, by the names of folders or of the hub."""
    module = import_module(_module(settings))
    parts: tuple[str, ...] = getattr(module, "models_of", _only_its_own)(settings)
    return parts


def further_files_of(settings: ProviderSettings) -> tuple[str, ...]:
    """That its kind reads beside what every model has."""
    files: tuple[str, ...] = getattr(import_module(_module(settings)), "FURTHER_FILES", ())
    return files


def _only_its_own(settings: ProviderSettings) -> tuple[str, ...]:
    return (settings.model,)


def _module(settings: ProviderSettings) -> str:
    if module := module_of(settings.kind):
        return module
    raise EngineUnavailable(
        settings.name,
        reason=f"there is no kind {settings.kind!r}",
        what_to_do=f"Give it one of these: {', '.join(KINDS)}.",
    )


def version_of(settings: ProviderSettings) -> str:
    """Of all that decides how it sounds: asked elsewhere or for another model, it speaks anew."""
    heard = [settings.kind, settings.url, settings.model, settings.region, dict(settings.options)]
    return hashlib.sha256(json.dumps(heard, sort_keys=True, default=str).encode()).hexdigest()[:16]
