"""What is sent with an attempt, judged: a program's JSON and a form's strings alike."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from common.asked import moment_asked
from common.errors import InvalidInput
from dictation.models import ANSWER_MAX_CHARACTERS, LONGEST_PRACTICE_SECONDS
from speech.names import line_of, text_of

CLIENT_KEY_MAX_CHARACTERS = 64
COUNT_AT_MOST = 10_000
SENT_WITHIN = timedelta(days=366)  # of when it was practised: a phone may be away from the net for long
FIELDS = ("text", "client_key", "practised_at", "practice_seconds", "replays", "hints")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`practised_at` of None is now."""

    text: str = ""
    client_key: str = ""
    practised_at: datetime | None = None
    practice_seconds: float = 0.0
    replays: int = 0
    hints: int = 0


def answer_of(sent: Mapping[str, Any], zone: ZoneInfo | None = None) -> Answer:
    """Raises `InvalidInput`, naming the field. Only the text must be there; it may be empty.

    A moment without a zone is in `zone`; None: in that of the page.
    """
    if sent.get("text") is None:
        raise InvalidInput("Send what was written; an empty text is an answer, too.", param="text")
    return Answer(text=_text(sent["text"]), **_beside(sent, zone))


def spoken_answer_of(sent: Mapping[str, Any], zone: ZoneInfo | None = None) -> Answer:
    """Of one whose text is still to be heard."""
    return Answer(**_beside(sent, zone))


def _beside(sent: Mapping[str, Any], zone: ZoneInfo | None) -> dict[str, Any]:
    return {
        "client_key": _client_key(sent.get("client_key")),
        "practised_at": _practised_at(sent.get("practised_at"), zone),
        "practice_seconds": _seconds(sent.get("practice_seconds")),
        "replays": _count(sent.get("replays"), param="replays"),
        "hints": _count(sent.get("hints"), param="hints"),
    }


def _text(value: Any) -> str:
    text = text_of(value, param="text")
    if len(text) > ANSWER_MAX_CHARACTERS:
        raise InvalidInput(
            f"This answer has {len(text):,} characters; {ANSWER_MAX_CHARACTERS:,} are the most.",
            param="text",
            code="text_too_long",
        )
    return text


def _client_key(value: Any) -> str:
    key = "" if value is None else line_of(value, param="client_key")
    if len(key) > CLIENT_KEY_MAX_CHARACTERS:
        raise InvalidInput(
            f"A client_key has {CLIENT_KEY_MAX_CHARACTERS} characters at most.", param="client_key"
        )
    return key


def _practised_at(value: Any, zone: ZoneInfo | None) -> datetime | None:
    """A clock that is ahead says now: the answer is not lost for it."""
    if value in (None, ""):
        return None
    here = zone or ZoneInfo(timezone.get_current_timezone_name())
    moment = moment_asked(text_of(value, param="practised_at"), "practised_at", here)
    return moment and _within_reach(moment)


def _within_reach(moment: datetime) -> datetime:
    now = timezone.now()
    if moment < now - SENT_WITHIN:
        raise InvalidInput(
            f"practised_at is more than {SENT_WITHIN.days} days ago. Leave it out, and it is now.",
            param="practised_at",
            code="out_of_range",
        )
    return min(moment.astimezone(UTC), now)


def _seconds(value: Any) -> float:
    seconds = _number(value, float)
    if seconds is None or not 0 <= seconds <= LONGEST_PRACTICE_SECONDS:
        raise InvalidInput(
            f"practice_seconds must be a number from 0 to {LONGEST_PRACTICE_SECONDS:.0f}.",
            param="practice_seconds",
            code="out_of_range",
        )
    return seconds


def _count(value: Any, *, param: str) -> int:
    count = _number(value, int)
    if count is None or not 0 <= count <= COUNT_AT_MOST:
        raise InvalidInput(
            f"{param} must be a whole number from 0 to {COUNT_AT_MOST:,}.", param=param, code="out_of_range"
        )
    return count


def _number(value: Any, kind: type) -> Any:
    """None for what is no such number. What is not there is 0."""
    if value in (None, ""):
        return kind(0)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if kind is int and isinstance(value, float):
        return None
    try:
        number = kind(value)
        return number if math.isfinite(number) else None
    except (ValueError, OverflowError):
        return None
