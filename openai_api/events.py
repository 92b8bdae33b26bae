"""Speech as server-sent events: pieces of the chosen format in base64, then what it came to."""

import base64
from collections.abc import Generator
from contextlib import closing

from openai_api.server_sent import Event, as_events
from speech.pipeline import Recording, SpeechRequest

OUTPUT_TOKENS_PER_SECOND = 20


def speech_events(
    chunks: Generator[bytes, None, None], recording: Recording, spoken: SpeechRequest
) -> Generator[bytes, None, None]:
    """An error before the first event is raised; a later one is an event, and the last."""
    return as_events(_events(chunks, recording, spoken))


def usage(text: str, seconds: float) -> dict[str, int]:
    """No engine here has tokens: a character is one, and so is each twentieth of a second that is heard."""
    given, made = len(text), round(seconds * OUTPUT_TOKENS_PER_SECOND)
    return {"input_tokens": given, "output_tokens": made, "total_tokens": given + made}


def _events(
    chunks: Generator[bytes, None, None], recording: Recording, spoken: SpeechRequest
) -> Generator[Event, None, None]:
    with closing(chunks):
        for chunk in chunks:
            yield {"type": "speech.audio.delta", "audio": base64.b64encode(chunk).decode()}
    yield {"type": "speech.audio.done", "usage": usage(spoken.text, recording.seconds)}
