"""A transcript as objects for JSON: names and shapes are those of the well-known API."""

import math
from typing import Any

from speech.recognition.base import Segment, TokenLogprob
from speech.recognition.forms.shown import Shown
from speech.recognition.languages import language_name
from speech.recognition.transcript import Transcript
from speech.timing import HeardWord

Object = dict[str, Any]
FIRST_SPEAKER = "A"


def as_json(transcript: Transcript, shown: Shown) -> Object:
    told: Object = {"text": transcript.text}
    if shown.has_logprobs:
        told["logprobs"] = logprobs_of(*transcript.segments)
    return told | {"usage": usage(transcript.duration_seconds)}


def as_verbose_json(transcript: Transcript, shown: Shown) -> Object:
    return {
        "task": str(transcript.task),
        "language": language_name(transcript.language),
        "duration": _seconds(transcript.duration_seconds),
        "text": transcript.text,
        "segments": [_detailed(segment) for segment in transcript.segments] if shown.has_segments else None,
        "words": _words(transcript) if shown.has_words else None,
        "usage": usage(transcript.duration_seconds),
    }


def as_diarized_json(transcript: Transcript, shown: Shown) -> Object:
    return {
        "task": str(transcript.task),
        "duration": _seconds(transcript.duration_seconds),
        "text": transcript.text,
        "segments": [spoken_segment(segment) for segment in transcript.segments],
        "usage": usage(transcript.duration_seconds),
    }


def spoken_segment(segment: Segment) -> Object:
    return {
        "type": "transcript.text.segment",
        "id": segment_id(segment),
        "start": _seconds(segment.start_seconds),
        "end": _seconds(segment.end_seconds),
        "text": segment.text,
        "speaker": segment.speaker or FIRST_SPEAKER,
    }


def segment_id(segment: Segment) -> str:
    return f"seg_{segment.id}"


def logprobs_of(*segments: Segment) -> list[Object]:
    return [_logprob(token) for segment in segments for token in segment.logprobs]


def usage(duration_seconds: float) -> Object:
    # Rounded first: 3.0000000001 s are 3 s of sound, and not 4.
    return {"type": "duration", "seconds": math.ceil(round(duration_seconds, 3))}


def _detailed(segment: Segment) -> Object:
    return {
        "id": segment.id,
        "seek": segment.seek,
        "start": _seconds(segment.start_seconds),
        "end": _seconds(segment.end_seconds),
        "text": segment.text,
        "tokens": list(segment.tokens),
        "temperature": segment.temperature,
        "avg_logprob": _finite(segment.avg_logprob),
        "compression_ratio": _finite(segment.compression_ratio),
        "no_speech_prob": _finite(segment.no_speech_prob),
    }


def _words(transcript: Transcript) -> list[Object]:
    return [_word(word) for segment in transcript.segments for word in segment.words]


def _word(word: HeardWord) -> Object:
    return {"word": word.text, "start": _seconds(word.start_seconds), "end": _seconds(word.end_seconds)}


def _logprob(token: TokenLogprob) -> Object:
    return {"token": token.token, "logprob": _finite(token.logprob), "bytes": list(token.bytes)}


def _seconds(value: float) -> float:
    return round(value, 3)


def _finite(value: float) -> float:
    """JSON knows neither NaN nor infinity, and a model may come to either."""
    return float(value) if math.isfinite(value) else 0.0
