"""Providers in the settings, for tests."""

from typing import Any

from voicesite.config_providers import ProviderConfig


def name_providers(settings: Any, **providers: dict[str, Any]) -> None:
    """`name_providers(settings, lab={"kind": "module:labs.engine"})`: as `[providers.lab]` in the file."""
    named = {name: ProviderConfig(**given) for name, given in providers.items()}
    settings.CONFIG = settings.CONFIG.model_copy(update={"providers": named})
