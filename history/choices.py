"""What a person may narrow their history by: what there is in it."""

from collections.abc import Iterable
from typing import Any

from history.queries import entries_of
from speech.own_voices.queries import own_voice_name

# Beyond, what is chosen from is what was used lately.
LOOKED_AT = 2_000
NARROWED_BY = ("engine", "voice", "language", "profile_name")


def choices_of(user: Any) -> dict[str, list[str]]:
    """Of each column the values there are, the most frequent first."""
    rows = list(entries_of(user).values_list(*NARROWED_BY)[:LOOKED_AT])
    return {name: _by_frequency(row[at] for row in rows) for at, name in enumerate(NARROWED_BY)}


def voices_called(user: Any, voices: Iterable[str]) -> dict[str, str]:
    """Of those that are own voices, the names they have now."""
    return {voice: name for voice in voices if (name := own_voice_name(user.pk, voice))}


def _by_frequency(values: Any) -> list[str]:
    counts: dict[str, int] = {}
    for value in values:
        if value:
            counts[value] = counts.get(value, 0) + 1
    return sorted(counts, key=lambda value: (-counts[value], value))
