"""What a server says when it gives no sound: its message, its codes, when to come again.

Nothing in it is believed: it may be any program's.
"""

import json
import math
import re
import time
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

_MOST_SAID = 200  # characters of a message that are passed on
_MOST_CODES = 20
_LONGEST_WAIT_SECONDS = 3600.0
_BEGINNING_OF_A_KEY = 6  # by which it is known where a service shows a part of it
_LEAST_KEY = 12  # a shorter one has no beginning that would not be found in words


def retry_after_seconds(headers: Mapping[str, str], *, now: float | None = None) -> float | None:
    """`Retry-After`, which is a number of seconds or a date; None where it is neither."""
    told = headers.get("retry-after", "")
    try:
        seconds = float(told)
    except ValueError:
        seconds = _seconds_until(told, time.time() if now is None else now)
    return min(seconds, _LONGEST_WAIT_SECONDS) if seconds >= 0 else None  # nor NaN


def _seconds_until(date: str, now: float) -> float:
    try:
        return max(0.0, parsedate_to_datetime(date).timestamp() - now)
    except (ValueError, OverflowError):
        return math.nan


def parsed(body: bytes) -> Any:
    """None where it is no JSON."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def message_in(body: bytes, *, key: str = "") -> str:
    """Its own words, fit to be shown: one line, cut, and without the key. Empty where it has none."""
    for told in _errors_in(parsed(body)):
        message = told if isinstance(told, str) else told.get("message") or told.get("msg")
        if isinstance(message, str) and (shown := _shown(message, key)):
            return shown
    return ""


def codes_in(body: bytes) -> list[str]:
    """The words for programs, most telling first: `insufficient_quota`, `RESOURCE_EXHAUSTED`."""
    codes: list[str] = []
    for told in _errors_in(parsed(body)):
        if isinstance(told, Mapping):
            details = [each for each in _listed(told.get("details")) if isinstance(each, Mapping)]
            codes += [str(each["reason"]) for each in details if "reason" in each]
            codes += [told[name] for name in ("code", "status", "type") if isinstance(told.get(name), str)]
    return codes[:_MOST_CODES]


def _errors_in(answer: Any) -> Iterator[Mapping[str, Any] | str]:
    """`{"error": {}}` of OpenAI, Google, Azure; `{"detail": {}}`, `[{}]` or `""` of ElevenLabs, FastAPI."""
    if not isinstance(answer, Mapping):
        return
    for name in ("error", "detail"):
        for told in _listed(answer.get(name))[:1]:
            if isinstance(told, Mapping | str):
                yield told
    yield answer


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _shown(message: str, key: str) -> str:
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in message).split())
    if key:
        line = line.replace(key, "…")
    if len(key) >= _LEAST_KEY:
        # Services show the beginning and the end of a wrong key: half of it is too much, too.
        line = re.sub(re.escape(key[:_BEGINNING_OF_A_KEY]) + r"\S*", "…", line)
    return line[:_MOST_SAID].strip()
