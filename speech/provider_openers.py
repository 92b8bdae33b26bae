"""The providers that the settings name, as engines of this process."""

import os
from collections.abc import Mapping
from functools import partial
from importlib import import_module
from typing import Any, NoReturn

from django.conf import settings

from speech.engines.base import SpeechEngine
from speech.engines.bounded import Bounded, Bounds
from speech.engines.errors import EngineUnavailable
from speech.engines.known import ENGINES
from speech.engines.registry import Opener, Openers
from speech.engines.settings import EngineSettings
from speech.provider_breakers import guarded
from speech.providers.opening import open_provider
from speech.providers.settings import Patience, ProviderSettings

PROVIDERS = "providers"  # in the data folder: what each of them keeps


def openers(*, threads: int) -> Openers:
    """In the order of preference: what is named there first, then the rest as they are."""
    known: dict[str, Opener] = {**ENGINES}
    for name, provider in provider_settings(threads=threads).items():
        known[name] = partial(_open, provider)
    for name, config in settings.CONFIG.providers.items():
        if not config.enabled:
            known[name] = partial(_turned_off, name)
        elif name in ENGINES:
            known[name] = partial(_open_bounded, ENGINES[name], _bounds_of(config))
    order = [name for name in settings.CONFIG.fallback_order if name in known]
    return {name: known[name] for name in dict.fromkeys([*order, *known])}


def provider_settings(*, threads: int) -> Mapping[str, ProviderSettings]:
    """All but the engines that are always here."""
    site = settings.CONFIG
    return {
        name: ProviderSettings(
            name=name,
            key=os.environ.get(config.key_env, "") if config.key_env else "",
            languages=tuple(config.languages),
            speeds=(config.slowest, config.fastest),
            patience=Patience(
                config.connect_seconds,
                config.first_audio_seconds,
                config.silence_seconds,
                config.total_seconds,
            ),
            threads=threads,
            offline=site.offline,
            models_dir=site.models_dir,
            cache_dir=site.data_dir / PROVIDERS / name,
            **config.model_dump(include=_SAME),
        )
        for name, config in site.providers.items()
        if name not in ENGINES
    }


def bounds() -> Mapping[str, int]:
    """How much is under way at engines that are always here, where the settings say so."""
    return {
        name: config.at_once
        for name, config in settings.CONFIG.providers.items()
        if name in ENGINES and "at_once" in config.model_fields_set
    }


_SAME = {
    "kind",
    "url",
    "model",
    "key_env",
    "region",
    "voices",
    "default_voice",
    "max_characters",
    "at_once",
    "price_per_million_characters",
    "tries",
    "device",
    "dtype",
    "options",
}


def _bounds_of(config: Any) -> Bounds:
    """Of an engine that is always here."""
    return Bounds(
        languages=tuple(config.languages),
        speeds=(config.slowest, config.fastest),
        max_characters=config.max_characters,
    )


def _open_bounded(module: str, bounds: Bounds, engine_settings: EngineSettings) -> SpeechEngine:
    return Bounded(import_module(module).open_engine(engine_settings), bounds)


def _open(provider: ProviderSettings, _: EngineSettings) -> SpeechEngine:
    engine = open_provider(provider)
    return guarded(engine, provider) if engine.capabilities.is_remote else engine


def _turned_off(name: str, _: EngineSettings) -> NoReturn:
    raise EngineUnavailable(
        name, reason="it is turned off", what_to_do=f"Set enabled = true in [providers.{name}]."
    )
