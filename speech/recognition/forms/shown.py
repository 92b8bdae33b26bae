"""What of a transcript is shown, where its form leaves a choice."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Shown:
    title: str = ""  # of a document
    has_segments: bool = True  # in `verbose_json`
    has_words: bool = False  # in `verbose_json`
    has_logprobs: bool = False  # in `json`
