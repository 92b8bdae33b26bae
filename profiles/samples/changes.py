"""What may be changed of a sample, judged before any of it is written."""

from typing import Any

from common.errors import InvalidInput
from profiles.models import TRANSCRIPT_MAX_CHARACTERS, Sample
from profiles.samples.limits import LEAST_SECONDS, LONGEST_SECONDS
from speech.names import clean_language, text_of

TRIMS = ("trim_start_seconds", "trim_end_seconds")
TRUTHS = ("is_enabled", "is_denoised")


def clean_changes(sample: Sample, changes: dict[str, Any]) -> dict[str, Any]:
    """Columns, from what was sent."""
    cleaned: dict[str, Any] = {name: _truth(changes[name], name) for name in TRUTHS if name in changes}
    if "language" in changes:
        cleaned["language"] = clean_language(changes["language"])
    if "transcript" in changes:
        cleaned |= _transcript_changes(sample, changes["transcript"])
    if any(name in changes for name in TRIMS):
        cleaned |= _trim_changes(sample, changes)
    if unknown := sorted(set(changes) - {*TRUTHS, *TRIMS, "language", "transcript"}):
        raise InvalidInput(f"{unknown[0]} can't be changed.", param=unknown[0], code="unknown_parameter")
    return cleaned


def clean_transcript(text: Any) -> str:
    cleaned = text_of(text, param="transcript")
    if len(cleaned) > TRANSCRIPT_MAX_CHARACTERS:
        raise InvalidInput(
            f"A transcript has {TRANSCRIPT_MAX_CHARACTERS:,} characters at the most.", param="transcript"
        )
    return cleaned


def _transcript_changes(sample: Sample, text: Any) -> dict[str, Any]:
    """One that was emptied is nobody's: it is heard again."""
    transcript = clean_transcript(text)
    if transcript == sample.transcript:
        return {}
    return {"transcript": transcript, "is_transcript_edited": bool(transcript)}


def _trim_changes(sample: Sample, changes: dict[str, Any]) -> dict[str, Any]:
    duration = sample.clip.duration_seconds
    start = (
        _seconds(changes.get("trim_start_seconds", sample.trim_start_seconds), "trim_start_seconds") or 0.0
    )
    end = _seconds(changes.get("trim_end_seconds", sample.trim_end_seconds), "trim_end_seconds")
    if start >= duration:
        raise InvalidInput(
            f"The sample is {duration:.1f} s long: it must begin before that.", param="trim_start_seconds"
        )
    if end is not None and end >= duration:  # where it ends anyhow
        end = None
    if (duration if end is None else end) - start < LEAST_SECONDS:
        raise InvalidInput(
            f"Leave at least {LEAST_SECONDS:g} s of it between start and end.",
            param="trim_start_seconds" if end is None else "trim_end_seconds",
        )
    return {"trim_start_seconds": start, "trim_end_seconds": end}


def _seconds(value: Any, name: str) -> float | None:
    if value is None:
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= LONGEST_SECONDS:
        raise InvalidInput("Send seconds from the beginning of the clip, as a number.", param=name)
    return round(float(value), 3)


def _truth(value: Any, name: str) -> bool:
    if not isinstance(value, bool):
        raise InvalidInput("Send true or false.", param=name)
    return value
