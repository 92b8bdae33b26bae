"""Subtitles of what was spoken: what people read, not the markup they wrote."""

from collections.abc import Sequence
from dataclasses import replace

from speech.text import readable
from speech.timing import Cue, WordTime, cues_of


def cues_without_markup(text: str, times: Sequence[WordTime], *, input_type: str) -> list[Cue]:
    """`times` are those of `text`, markup and all."""
    shown = readable(text, input_type=input_type)
    moved = [replace(word, start=shown.place(word.start), end=shown.place(word.end)) for word in times]
    return cues_of(shown.text, moved)
