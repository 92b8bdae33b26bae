"""Each kind of provider and its module. Imports nothing: the settings are checked against it.

A module has `open_provider(settings: ProviderSettings) -> SpeechEngine`. Opening is cheap and reaches
nothing: no network, no weights. It raises `EngineUnavailable` where a package, a key or a folder is missing.
"""

import re
from collections.abc import Mapping

SERVICES: Mapping[str, str] = {
    "openai": "speech.providers.openai",
    "elevenlabs": "speech.providers.elevenlabs",
    "azure": "speech.providers.azure",
    "google": "speech.providers.google",
}
RESEARCH: Mapping[str, str] = {
    "vits": "speech.providers.research.vits",
    "speecht5": "speech.providers.research.speecht5",
    "pocket": "speech.providers.research.pocket",
    "dia": "speech.providers.research.dia",
    "csm": "speech.providers.research.csm",
    "higgs": "speech.providers.research.higgs",
    "vibevoice": "speech.providers.research.vibevoice",
    "qwen3": "speech.providers.research.qwen3",
    "chatterbox": "speech.providers.research.chatterbox",
    "neutts": "speech.providers.research.neutts",
}
KINDS: Mapping[str, str] = {**SERVICES, **RESEARCH}

# `kind = "module:my_voices.robot"`: whatever Python finds under that name has `open_provider`, too.
OF_ONES_OWN = "module:"
_DOTTED_NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


def module_of(kind: str) -> str | None:
    """None where there is no such kind."""
    if kind.startswith(OF_ONES_OWN):
        name = kind.removeprefix(OF_ONES_OWN)
        return name if _DOTTED_NAME.fullmatch(name) else None
    return KINDS.get(kind)
