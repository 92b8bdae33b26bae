"""Who spoke, for programs that read headers: the same at every door that answers with speech."""

from speech.pipeline import Recording


def speaker_headers(recording: Recording) -> dict[str, str]:
    """Once its first block is there: before that nobody knows."""
    told = {"X-Engine": recording.engine}
    if recording.fallback_from:
        told["X-Fallback-From"] = recording.fallback_from
    return told
