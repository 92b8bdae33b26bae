"""Transcripts: tried again, stopped, edited, named, kept and removed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

import clips.services
from common.errors import Conflict, InvalidInput
from history import services as history
from history.models import UNFINISHED, Entry, Kind, State
from jobs import services as jobs
from jobs.models import FINISHED_STATES
from jobs.models import State as JobState
from transcribe.models import SPEAKER_MAX_CHARACTERS, Transcript, TranscriptSegment
from transcribe.segments import joined, timings_of_edited
from transcribe.uploads import enqueue_for
from transcribe.wishes import Asked

STOPPED = "You stopped it."
NEVER_BEGUN = "It was not begun. Try again."
SEGMENT_MAX_CHARACTERS = 10_000


def settle(user: Any) -> None:
    """What a job left unfinished when it ended: asked for before anything is looked at."""
    left = Entry.objects.for_user(user).filter(kind=Kind.STT, state__in=UNFINISHED)
    left = left.filter(Q(transcript__job__state__in=FINISHED_STATES) | _without_job())
    for entry in left.select_related("transcript__job"):
        job = entry.transcript.job
        sentence = NEVER_BEGUN if job is None else job.error
        if job is not None and job.state == JobState.CANCELLED:
            sentence = STOPPED
        Entry.objects.filter(pk=entry.pk, state__in=UNFINISHED).update(
            state=State.FAILED, error=(sentence or NEVER_BEGUN)[:500], updated_at=timezone.now()
        )


def _without_job() -> Q:
    """Its upload was broken off, or its job was removed. An upload of many files may take a while."""
    long_ago = timezone.now() - timedelta(minutes=15)
    return Q(transcript__job=None, transcript__isnull=False, updated_at__lt=long_ago)


def try_again(*, transcript: Transcript) -> Transcript:
    """By a job of its own, with the settings it was asked for with."""
    entry = transcript.entry
    if entry.clip_id is None:
        raise Conflict("The audio of this transcript is gone. Send the file again.", code="audio_gone")
    Asked.of(entry.settings, model=entry.model).resolved()
    with transaction.atomic():
        begun = Entry.objects.filter(pk=entry.pk, state=State.FAILED).update(
            state=State.NEW, error="", updated_at=timezone.now()
        )
        if not begun:
            raise Conflict("This transcript is under way already, or is done.")
        enqueue_for(entry.owner, [transcript])
    entry.refresh_from_db()
    return transcript


def stop(*, transcript: Transcript) -> Transcript:
    """What is heard so far stays to be read. A job of this file alone ends with it."""
    job = transcript.job
    with transaction.atomic():
        stopped = Entry.objects.filter(pk=transcript.entry_id, state__in=UNFINISHED).update(
            state=State.FAILED, error=STOPPED, updated_at=timezone.now()
        )
        if stopped:
            # Its job would begin it again with what failed by itself.
            Transcript.objects.filter(pk=transcript.pk).update(job=None)
    if stopped:
        cancel_where_nothing_is_left(job)
    transcript.refresh_from_db()
    transcript.entry.refresh_from_db()
    return transcript


def discard(*, transcript: Transcript) -> None:
    history.discard(entry=transcript.entry)


def restore(*, entry: Entry) -> None:
    history.restore(entry=entry)


def keep(*, transcript: Transcript) -> None:
    """Its audio moves into the Library, and stays there when the transcript goes."""
    clip = transcript.entry.clip
    if clip is None:
        raise Conflict("The audio of this transcript is gone.", code="audio_gone")
    clips.services.keep(clip=clip)


def rename(*, transcript: Transcript, title: str) -> None:
    cleaned = clips.services.clean_title(title)
    Entry.objects.filter(pk=transcript.entry_id).update(title=cleaned, updated_at=timezone.now())
    transcript.entry.title = cleaned


def edit(*, transcript: Transcript, texts: Mapping[int, str]) -> None:
    """New texts of segments, by their places. Their times stay, and what was heard can be had back."""
    _require_done(transcript)
    cleaned = {position: _cleaned(text, position) for position, text in texts.items()}
    with transaction.atomic():
        rows = {row.position: row for row in _locked(transcript).filter(position__in=cleaned)}
        for position, text in cleaned.items():
            if position not in rows:
                raise InvalidInput(
                    f"This transcript has no segment {position}.", param="segments", code="unknown_segment"
                )
            _change(rows[position], text)
        _write_whole(transcript)


def revert(*, transcript: Transcript, position: int | None = None) -> None:
    """To what was heard: one segment, or all of them."""
    _require_done(transcript)
    with transaction.atomic():
        edited = _locked(transcript).exclude(heard=None)
        for row in edited if position is None else edited.filter(position=position):
            _change(row, row.heard["text"])
        _write_whole(transcript)


def name_speakers(*, transcript: Transcript, names: Mapping[str, str]) -> None:
    """Everywhere at once. An empty name gives the speaker back the one that was found."""
    _require_done(transcript)
    known = set(labels_of(transcript))
    for label in names:
        if label not in known:
            raise InvalidInput(
                f"Nobody is called {label[:40]!r} in this transcript. "
                f"There {'are ' + ', '.join(sorted(known)) if known else 'is nobody told apart'}.",
                param=f"speakers.{label[:40]}",
                code="unknown_speaker",
            )
    cleaned = {label: _speaker(name, label) for label, name in names.items()}
    with transaction.atomic():
        locked = Transcript.objects.select_for_update().get(pk=transcript.pk)
        merged = {**locked.speaker_names, **cleaned}
        transcript.speaker_names = {label: name for label, name in merged.items() if name and name != label}
        Transcript.objects.filter(pk=transcript.pk).update(
            speaker_names=transcript.speaker_names, updated_at=timezone.now()
        )


def cancel_where_nothing_is_left(job: Any) -> None:
    """Of the files that it was to hear."""
    if job is None or not job.is_active:
        return
    left = Transcript.objects.filter(job=job, entry__deleted_at=None, entry__state__in=UNFINISHED)
    if not left.exists():
        jobs.cancel(job=job)


def labels_of(transcript: Transcript) -> list[str]:
    """As they first speak."""
    found = transcript.segments.exclude(speaker="").order_by("position").values_list("speaker", flat=True)
    return list(dict.fromkeys(found))


def _require_done(transcript: Transcript) -> None:
    if not transcript.entry.is_done:
        raise Conflict("This transcript is not done yet. It can be changed once it is.")


def _locked(transcript: Transcript) -> Any:
    """Two who edit at once wait for each other at the transcript's row."""
    Transcript.objects.select_for_update().filter(pk=transcript.pk).first()
    return transcript.segments.order_by("position")


def _change(row: TranscriptSegment, text: str) -> None:
    heard = row.heard or {"text": row.text, "timings": row.timings}
    if text == heard["text"]:
        row.text, row.timings, row.heard = heard["text"], heard["timings"], None
    else:
        row.timings = timings_of_edited(text, heard["text"], heard["timings"])
        row.text, row.heard = text, heard
    row.save(update_fields=["text", "timings", "heard", "updated_at"])


def _write_whole(transcript: Transcript) -> None:
    text, timings = joined(transcript.segments.order_by("position"))
    length = len(text)
    Entry.objects.filter(pk=transcript.entry_id).update(
        text=text, timings=timings, characters=length, done_characters=length, updated_at=timezone.now()
    )
    Transcript.objects.filter(pk=transcript.pk).update(
        is_edited=transcript.segments.exclude(heard=None).exists(), updated_at=timezone.now()
    )
    transcript.refresh_from_db()


def _cleaned(text: str, position: int) -> str:
    if len(text) > SEGMENT_MAX_CHARACTERS:
        raise InvalidInput(
            f"Segment {position} has {len(text):,} characters; {SEGMENT_MAX_CHARACTERS:,} are the most.",
            param="segments",
            code="text_too_long",
        )
    return " ".join(text.replace("\x00", "").split())


def _speaker(name: str, label: str) -> str:
    cleaned = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if len(cleaned) > SPEAKER_MAX_CHARACTERS:
        raise InvalidInput(
            f"A speaker's name has {SPEAKER_MAX_CHARACTERS} characters at the most.",
            param=f"speakers.{label}",
            code="name_too_long",
        )
    return cleaned
