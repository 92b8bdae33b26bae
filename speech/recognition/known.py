"""Each recogniser's name and its module. Imports nothing: the settings are checked against it."""

from collections.abc import Mapping

RECOGNISERS: Mapping[str, str] = {"whisper-base": "speech.recognition.whisper"}
