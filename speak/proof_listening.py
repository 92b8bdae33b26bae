"""Proof-listening: what was spoken is heard by the site's own recogniser. Everything wrong is said here."""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common.errors import AppError, Conflict, NotFound, Unavailable
from history.models import Entry, Kind, Proof
from history.preferences import preferences_of
from jobs.models import Job
from jobs.services import enqueue
from speech.effect_chains import require_effects_enabled
from speech.recognition.languages import language_code
from speech.requests import shortened
from speech.transcription.catalogue import recogniser_of
from speech.transcription.requests import TranscriptRequest, TranscriptWish, resolve

logger = logging.getLogger(__name__)

KIND = "speak.proof"
# Whatever the site has made it stand for.
MODEL = "whisper-1"
REDO_MOST = 3
WAITS_WITHOUT_JOB = timedelta(minutes=10)
SETTLED_AT_ONCE = 500


def start_proof(*, user: Any, entry: Entry, redo: int = 0) -> Job:
    """Where it is doubtful, its passages are made again up to `redo` times, and the best is a new take.

    An entry that is being listened to already has one job.
    """
    _require_spoken(entry)
    if redo:
        require_effects_enabled(entry.effects)
    request_for(entry)
    with transaction.atomic():
        changed = Entry.objects.filter(pk=entry.pk, deleted_at=None).update(
            proof_state=Proof.WAITING, updated_at=timezone.now()
        )
        if not changed:
            raise NotFound("This is deleted already.")
        return enqueue(
            kind=KIND,
            owner=user,
            params={"entry_id": str(entry.pk), "redo": redo},
            title=f"Listen to “{shortened(entry.title)}”",
            key=f"proof:{entry.pk}",
        )


def settle_waiting() -> int:
    """What waits for a job that is no more: cancelled before it began, or lost at every attempt."""
    late = timezone.now() - WAITS_WITHOUT_JOB
    waiting = Entry.objects.filter(proof_state=Proof.WAITING, updated_at__lt=late).values_list(
        "pk", flat=True
    )
    listening = {job.params["entry_id"] for job in Job.objects.active().filter(kind=KIND).only("params")}
    left = [pk for pk in waiting[:SETTLED_AT_ONCE] if str(pk) not in listening]
    unheard = Entry.objects.filter(pk__in=left, proof_state=Proof.WAITING)
    return unheard.update(proof_state=Proof.FAILED, updated_at=timezone.now())


def proof_if_wanted(entry: Entry) -> None:
    """For what has just been spoken. Nothing that hinders it is the speaker's concern."""
    if not preferences_of(entry.owner).proof_listens:
        return
    try:
        found = Entry.objects.filter(pk=entry.pk).select_related("clip", "owner").first()
        if found is not None:
            start_proof(user=entry.owner, entry=found, redo=settings.CONFIG.proof_redo)
    except AppError as error:
        logger.info("The entry %s is not proof-listened: %s", entry.pk, error.message)


def request_for(entry: Entry) -> TranscriptRequest:
    """How it is listened to. Raises where nobody here could hear it."""
    language = _language(entry)
    _require_recogniser(language)
    return resolve(TranscriptWish(model=MODEL, language=language, has_word_times=True))


def _require_recogniser(language: str) -> None:
    try:
        recogniser = recogniser_of(MODEL)
    except AppError as error:
        raise Unavailable(
            f"Proof-listening needs a recogniser. {error.message}", code="no_recogniser"
        ) from error
    able = recogniser.capabilities
    if not able.has_word_times:
        raise Unavailable(
            f"{recogniser.name} does not tell when it hears a word, which proof-listening needs. "
            f"An administrator can let {MODEL} stand for another model.",
            code="no_recogniser",
        )
    if able.languages and language not in able.languages:
        raise Conflict(
            f"{recogniser.name} does not know the language of this, so it can't be listened to.",
            code="unsupported_language",
        )


def _language(entry: Entry) -> str:
    if code := language_code(entry.language):
        return code
    raise Conflict(
        "No recogniser knows the language of this, so it can't be listened to.", code="unsupported_language"
    )


def _require_spoken(entry: Entry) -> None:
    if entry.kind != Kind.TTS:
        raise Conflict("This is a transcript. Only what was spoken can be proof-listened.", code="not_speech")
    if not entry.is_done:
        raise Conflict("This is not done. Listen to it once it is.", code="not_done")
    if not entry.has_audio:
        raise Conflict("The audio of this was not kept. Make it again to listen to it.", code="no_audio")
    if not entry.text:
        raise Conflict(
            "The text of this was not kept, so there is nothing to compare its sound with.", code="no_text"
        )
