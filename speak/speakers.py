"""Who spoke, as people are told."""

from history.models import Entry
from speech.catalogue import engine_title


def speaker_title(entry: Entry) -> str:
    """`Kokoro`, or why it is another one."""
    title = engine_title(entry.engine)
    if not entry.fallback_from:
        return title
    return f"spoken by {title}, because {engine_title(entry.fallback_from)} could not"
