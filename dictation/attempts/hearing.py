"""Shadowing: a text is read aloud, heard by the site's own recogniser, and scored like a written answer."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files import File
from django.template.defaultfilters import filesizeformat

from common.errors import InvalidInput, TooLarge
from common.uploads import taken
from dictation.attempts.answers import Answer
from dictation.attempts.services import sent_before, store
from dictation.chinese import in_script_of, is_chinese, simplified
from dictation.limits import SHADOW_SECONDS_AT_MOST
from dictation.models import ANSWER_MAX_CHARACTERS, Attempt, AttemptKind, Item
from dictation.scoring import Score, best, best_score
from dictation.words import has_words
from speech.engines.pool import Check, wanted
from speech.text import normalise
from speech.transcription.listening import begin
from speech.transcription.requests import USUAL_MODEL, TranscriptWish, resolve


def submit_spoken(
    *, user: Any, item: Item, recording: File, answer: Answer, check: Check = wanted
) -> Attempt:
    """The recording is heard and forgotten. `check` raises where nobody waits any more."""
    stored = sent_before(user=user, item_id=item.pk, answer=answer, kind=AttemptKind.SPOKEN)
    if stored is not None:
        return stored
    text = _heard(recording, item.locale, owner=user, check=check)
    return store(
        user=user,
        item=item,
        answer=replace(answer, text=text),
        score=score_said(item, text),
        kind=AttemptKind.SPOKEN,
    )


def score_said(item: Item, heard: str) -> Score:
    """As it is written, or as it is said where that is better: a recogniser writes “10” for “ten”."""
    scored = partial(best_score, locale=item.locale, is_strict=item.is_strict)
    written = list(_written(item, heard))
    said = [(_said(ways, item.locale), normalise(text, item.locale)) for ways, text in written]
    return best([scored(ways, text) for ways, text in (*written, *said) if ways])


def _written(item: Item, heard: str) -> Iterator[tuple[list[str], str]]:
    """What is right, and what was heard. Of equally good ones the first is shown, in the item's script."""
    ways = [item.text, *item.alternatives]
    yield ways, heard
    if is_chinese(item.locale):
        yield ways, in_script_of(item.text, heard)
        yield [simplified(way) for way in ways], simplified(heard)


def _said(ways: Sequence[str], locale: str) -> list[str]:
    return [text for way in ways if has_words(text := normalise(way, locale))]


def _heard(recording: File, locale: str, *, owner: Any, check: Check) -> str:
    _require_small(recording)
    request = resolve(TranscriptWish(model=USUAL_MODEL, language=locale))
    listening = begin(
        taken(recording), request, owner=owner, check=check, most_seconds=SHADOW_SECONDS_AT_MOST
    )
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
