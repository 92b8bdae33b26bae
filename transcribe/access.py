"""A person and an entry's id in, that person's transcript or 404 out."""

import uuid
from typing import Any

from common.errors import NotFound
from history.models import Entry, Kind
from history.queries import discarded_of
from transcribe.models import Transcript, TranscriptSegment
from transcribe.queries import previewed, transcripts_of
from transcribe.segments import with_turns


def transcript_for(user: Any, entry_id: uuid.UUID) -> Transcript:
    found = transcripts_of(user).filter(entry_id=entry_id).first()
    if found is None:
        raise NotFound("There is no such transcript. It may have been deleted.")
    return found


def card_for(user: Any, entry_id: uuid.UUID) -> Transcript:
    found = previewed(transcripts_of(user)).filter(entry_id=entry_id).first()
    if found is None:
        raise NotFound("There is no such transcript. It may have been deleted.")
    return found


def discarded_entry_for(user: Any, entry_id: uuid.UUID) -> Entry:
    entry = discarded_of(user).filter(id=entry_id, kind=Kind.STT).first()
    if entry is None:
        raise NotFound("This transcript is gone for good, or was never deleted.")
    return entry


def segment_for(transcript: Transcript, position: int) -> TranscriptSegment:
    segment = transcript.segments.filter(position=position).first()
    if segment is None:
        raise NotFound("This transcript has no such segment.", param="segments")
    return with_turns([segment])[0]
