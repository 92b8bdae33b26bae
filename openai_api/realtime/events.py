"""The events that are sent, each under an id of its own."""

import uuid
from collections.abc import Iterable
from typing import Any

from openai_api.errors import openai_exception_handler
from speech.recognition.base import Segment

TRANSCRIPTION = "conversation.item.input_audio_transcription"
BROKEN = {
    "message": "Something went wrong on our side.",
    "type": "server_error",
    "param": None,
    "code": "internal",
}


def new_id(kind: str) -> str:
    return f"{kind}_{uuid.uuid4().hex}"


def event(name: str, **fields: Any) -> dict[str, Any]:
    return {"type": name, "event_id": new_id("event"), **fields}


def error_event(error: Exception, *, caused_by: str | None = None) -> dict[str, Any]:
    """`caused_by` is the id that the client gave its event."""
    return event("error", error=error_body(error) | {"event_id": caused_by})


def error_body(error: Exception) -> dict[str, Any]:
    response = openai_exception_handler(error, {})
    return dict(BROKEN if response is None else response.data["error"])


def item_events(item_id: str, previous: str | None, *, is_beta: bool) -> list[dict[str, Any]]:
    item = {
        "id": item_id,
        "object": "realtime.item",
        "type": "message",
        "status": "completed",
        "role": "user",
        "content": [{"type": "input_audio", "transcript": None}],
    }
    names = ["created"] if is_beta else ["added", "done"]
    return [event(f"conversation.item.{name}", previous_item_id=previous, item=item) for name in names]


def delta_event(item_id: str, text: str) -> dict[str, Any]:
    return event(f"{TRANSCRIPTION}.delta", item_id=item_id, content_index=0, delta=text)


def completed_event(
    item_id: str, text: str, *, seconds: float, segments: Iterable[Segment], has_logprobs: bool
) -> dict[str, Any]:
    fields: dict[str, Any] = {"transcript": text, "usage": {"type": "duration", "seconds": round(seconds, 3)}}
    if has_logprobs:
        fields["logprobs"] = [
            {"token": token.token, "logprob": token.logprob, "bytes": list(token.bytes)}
            for segment in segments
            for token in segment.logprobs
        ]
    return event(f"{TRANSCRIPTION}.completed", item_id=item_id, content_index=0, **fields)


def failed_event(item_id: str, error: Exception) -> dict[str, Any]:
    return event(f"{TRANSCRIPTION}.failed", item_id=item_id, content_index=0, error=error_body(error))
