"""Each engine's name and its module. Imports nothing: the settings are checked against it."""

from collections.abc import Mapping

ENGINES: Mapping[str, str] = {
    "kokoro": "speech.engines.kokoro",
    "piper": "speech.engines.piper",
    "espeak": "speech.engines.espeak",
}
