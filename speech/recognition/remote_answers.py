"""What another server has heard, made ours. Nothing in it is believed: it may be any program's."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from speech.recognition.base import Segment, Stretch
from speech.timing import HeardWord

_LARGEST = 1e9
_NO_TEXT = ("Cc", "Cs")
_MOST_PIECES = 5_000  # segments or words of a stretch


def language_in(answer: dict[str, Any]) -> str:
    language = answer.get("language")
    return language if isinstance(language, str) else ""


def segments_in(answer: dict[str, Any], stretch: Stretch) -> list[Segment]:
    """In order, in seconds of the whole, each word with the segment in whose time it is said."""
    found = [_segment(told, stretch) for told in _told(answer, "segments")]
    segments = [segment for segment in found if segment.text]
    if not segments and (text := _text(answer, "text")):
        segments = [_placed(Segment(0, 0, 0, text), 0, stretch.seconds, stretch)]
    words = [word for told in _told(answer, "words") if (word := _word(told, stretch)).text]
    shares = _shared(words, segments)
    return [
        replace(segment, id=number, words=share)
        for number, (segment, share) in enumerate(zip(segments, shares, strict=True))
    ]


def _told(answer: dict[str, Any], name: str) -> list[dict[str, Any]]:
    pieces = answer.get(name)
    if not isinstance(pieces, list):
        return []
    return sorted((piece for piece in pieces[:_MOST_PIECES] if isinstance(piece, dict)), key=_start)


def _start(piece: dict[str, Any]) -> float:
    return _number(piece, "start")


def _segment(told: dict[str, Any], stretch: Stretch) -> Segment:
    bare = Segment(
        0,
        0,
        0,
        _text(told, "text"),
        tokens=tuple(_tokens(told.get("tokens"))),
        temperature=_number(told, "temperature"),
        avg_logprob=_number(told, "avg_logprob"),
        compression_ratio=_number(told, "compression_ratio"),
        no_speech_prob=_number(told, "no_speech_prob"),
    )
    return _placed(bare, _number(told, "start"), _number(told, "end"), stretch)


def _placed(segment: Segment, start: float, end: float, stretch: Stretch) -> Segment:
    start, end = stretch.place(*_within(start, end, stretch.seconds))
    return replace(segment, start_seconds=start, end_seconds=end, seek=round(100 * stretch.start_seconds))


def _word(told: dict[str, Any], stretch: Stretch) -> HeardWord:
    start, end = _within(_number(told, "start"), _number(told, "end"), stretch.seconds)
    return HeardWord(_text(told, "word"), *stretch.place(start, end))


def _shared(words: Iterable[HeardWord], segments: Sequence[Segment]) -> list[tuple[HeardWord, ...]]:
    shares: list[list[HeardWord]] = [[] for _ in segments]
    for word in words:
        middle = (word.start_seconds + word.end_seconds) / 2
        begun = [number for number, segment in enumerate(segments) if segment.start_seconds <= middle]
        if segments:
            shares[begun[-1] if begun else 0].append(word)
    return [tuple(share) for share in shares]


def _within(start: float, end: float, seconds: float) -> tuple[float, float]:
    start = min(max(0.0, start), seconds)
    return start, min(max(start, end), seconds)


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    return _sayable(value) if isinstance(value, str) else ""


def _sayable(text: str) -> str:
    """One line of what can be stored and sent on: JSON also holds controls and halves of surrogate pairs."""
    line = " ".join(text.split())
    return "".join(sign for sign in line if unicodedata.category(sign) not in _NO_TEXT)


def _number(told: dict[str, Any], name: str) -> float:
    value = told.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return 0.0
    is_sane = -_LARGEST < value < _LARGEST  # nor is what is no number at all
    return float(value) if is_sane else 0.0


def _tokens(told: Any) -> list[int]:
    if not isinstance(told, list):
        return []
    return [token for token in told if isinstance(token, int) and not isinstance(token, bool)]
