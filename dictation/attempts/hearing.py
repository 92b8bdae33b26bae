"""Shadowing: a text is read aloud, heard by the site's own recogniser, and scored like a written answer."""

from contextlib import closing
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.files import File
from django.template.defaultfilters import filesizeformat

from common.errors import InvalidInput, TooLarge
from common.uploads import taken
from dictation.attempts.answers import Answer
from dictation.attempts.services import sent_before, submit
from dictation.models import ANSWER_MAX_CHARACTERS, Attempt, AttemptKind, Item
from speech.engines.pool import Check, wanted
from speech.transcription.listening import begin
from speech.transcription.requests import USUAL_MODEL, TranscriptWish, resolve

LONGEST_SECONDS = 180.0  # read aloud, as many as somebody repeats in one go


def submit_spoken(
    *, user: Any, item: Item, recording: File, answer: Answer, check: Check = wanted
) -> Attempt:
    """The recording is heard and forgotten. `check` raises where nobody waits any more."""
    stored = sent_before(user=user, item_id=item.pk, answer=answer, kind=AttemptKind.SPOKEN)
    if stored is not None:
        return stored
    text = _heard(recording, item.locale, owner=user, check=check)
    return submit(user=user, item=item, answer=replace(answer, text=text), kind=AttemptKind.SPOKEN)


def _heard(recording: File, locale: str, *, owner: Any, check: Check) -> str:
    _require_small(recording)
    request = resolve(TranscriptWish(model=USUAL_MODEL, language=locale))
    listening = begin(taken(recording), request, owner=owner, check=check, most_seconds=LONGEST_SECONDS)
    with closing(listening.segments()) as segments:
        text = " ".join(segment.text.strip() for segment in segments).strip()
    if not text:
        raise InvalidInput(
            "Nobody was heard in this recording. Speak closer to the microphone, and try again.",
            param="file",
            code="no_speech",
        )
    return text[:ANSWER_MAX_CHARACTERS]


def _require_small(recording: File) -> None:
    most = settings.CONFIG.transcription_max_bytes
    if recording.size > most:
        raise TooLarge(
            f"This recording is {filesizeformat(recording.size)}; the limit is {filesizeformat(most)}.",
            param="file",
        )
