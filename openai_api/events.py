"""Speech as server-sent events: pieces of the chosen format in base64, then what it came to."""

import base64
import json
import logging
from collections.abc import Generator
from contextlib import closing
from typing import Any

from common.errors import AppError, ClientLeft
from openai_api.errors import error_answer
from speech.pipeline import Recording, SpeechRequest
from speech.refusals import REFUSALS, as_app_error

logger = logging.getLogger(__name__)

OUTPUT_TOKENS_PER_SECOND = 20
BROKEN = AppError("Something went wrong on our side while this was spoken.", code="internal")
BROKEN_STATUS = 500


def speech_events(recording: Recording, spoken: SpeechRequest) -> Generator[bytes, None, None]:
    """An error before the first event is raised; a later one is an event, and the last."""
    with closing(_chunks(recording, spoken)) as chunks:
        yield _delta(next(chunks))
        try:
            for chunk in chunks:
                yield _delta(chunk)
        except ClientLeft:
            raise
        except Exception as error:
            yield _event(_told(error))
            return
        yield _event({"type": "speech.audio.done", "usage": usage(spoken.text, recording.seconds)})


def usage(text: str, seconds: float) -> dict[str, int]:
    """No engine here has tokens: a character is one, and so is each twentieth of a second that is heard."""
    given, made = len(text), round(seconds * OUTPUT_TOKENS_PER_SECOND)
    return {"input_tokens": given, "output_tokens": made, "total_tokens": given + made}


def _chunks(recording: Recording, spoken: SpeechRequest) -> Generator[bytes, None, None]:
    yield from recording.encoded(spoken.response_format)


def _told(error: Exception) -> dict[str, Any]:
    logger.error("Speech broke off", exc_info=error)
    told = as_app_error(error) if isinstance(error, REFUSALS) else BROKEN
    status = told.status if isinstance(error, REFUSALS) else BROKEN_STATUS
    return error_answer(told.as_dict(), status).body


def _delta(chunk: bytes) -> bytes:
    return _event({"type": "speech.audio.delta", "audio": base64.b64encode(chunk).decode()})


def _event(data: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(data)}\n\n".encode()
