"""Small builders for takes."""

from typing import Any

from history.models import Entry, State
from tests.clips.builders import make_byproduct

TEXT = "Hello there. And good bye."


def make_take(owner: Any, text: str = TEXT, *, has_clip: bool = True, **fields: Any) -> Entry:
    """Done, with its words timed at half a second each."""
    clip = make_byproduct(owner, text[:60]) if has_clip else None
    usual = {
        "clip": clip,
        "state": State.DONE,
        "title": text[:60],
        "engine": "fake",
        "model": "fake",
        "voice": "low",
        "language": "en-US",
        "response_format": "mp3",
        "characters": len(text),
        "done_characters": len(text),
        "duration_seconds": clip.duration_seconds if clip else None,
        "timings": [[0, 5, 0.0, 0.5], [6, 11, 0.5, 1.0]],
        "settings": {"input_type": "text", "language": "", "lexicon_id": None, "seed": None},
    }
    return Entry.objects.create(owner=owner, text=text, **{**usual, **fields})
