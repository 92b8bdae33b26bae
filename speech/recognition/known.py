"""Names of recognisers. Imports nothing: the settings are checked against it."""

USUAL_RECOGNISER = "whisper-base"  # the default pack's, and what OpenAI's names stand for
