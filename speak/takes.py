"""Takes: begun, begun again, stopped, kept and removed."""

from typing import Any

from django.db import transaction
from django.utils import timezone

import clips.services
from clips.space import require_disk, require_quota
from common.errors import AppError, Conflict
from history import services as history
from history.doors import PAGE, Door
from history.entries import draft_of, note_whose, wish_of
from history.models import UNFINISHED, Entry, State
from history.preferences import preferences_of
from history.privacy import as_wanted
from history.takes import save_as_take
from speak import making
from speech.effect_chains import times_as_long
from speech.pipeline import SpeechRequest
from speech.requests import Wish, resolve

# What a character of text takes on the disk once it is spoken, about: a fourteenth of a second of FLAC.
BYTES_PER_CHARACTER = 2_000
STOPPED = "You stopped it."


def start_take(*, user: Any, wish: Wish, door: Door = PAGE, of: Entry | None = None) -> Entry:
    """Everything wrong with the wish is raised before there is a row. It is spoken in the background.

    `of`: what it is another take of.
    """
    take = draft_of(user, wish)
    take.source, take.api_key_name = door.source, door.api_key_name
    work = _begun(take)
    room = round(BYTES_PER_CHARACTER * take.characters * times_as_long(wish.effects))
    require_quota(owner=user, bytes_needed=room)
    require_disk(bytes_needed=room)
    as_wanted(take, preferences_of(user), is_on_a_page=True)
    if of is None:
        take.save(force_insert=True)
    else:
        save_as_take(take, of=of)
    if take.text_expires_at is not None:
        work.recording.title = ""  # its file outlives its text
    transaction.on_commit(lambda: making.start(work))
    return take


def _begun(take: Entry) -> making.Making:
    """Not running yet. Everything that is wrong with it is raised."""
    request = _request_of(take)
    note_whose(take, request)
    return making.Making(take, request)


def _request_of(take: Entry) -> SpeechRequest:
    return resolve(wish_of(take), user=take.owner, may_fall_back=True)


def making_of(take: Entry) -> making.Making:
    """Whoever makes it in this process. A killed one's work is taken up: what it had spoken is remembered."""
    if found := making.under_way(take.pk):
        return found
    return making.start(making.Making(take, _request_of(take)))


def go_on(take: Entry) -> None:
    """Finishes what a process that is gone had begun."""
    if not take.is_unfinished or timezone.now() - take.updated_at <= making.SILENT_FOR:
        return
    try:
        making_of(take)
    except AppError as error:  # its voice or its lexicon is gone by now
        Entry.objects.filter(pk=take.pk, state__in=UNFINISHED).update(
            state=State.FAILED, error=error.message[:500], updated_at=timezone.now()
        )
        take.refresh_from_db()


def try_again(*, take: Entry) -> Entry:
    work = making.Making(take, _request_of(take))
    begun = Entry.objects.filter(pk=take.pk, state=State.FAILED).update(
        state=State.NEW, error="", done_characters=0, timings=[], updated_at=timezone.now()
    )
    if not begun:
        raise Conflict("This take is under way already, or was made meanwhile.")
    transaction.on_commit(lambda: making.start(work))
    take.refresh_from_db()
    return take


def stop_take(*, take: Entry) -> Entry:
    """What is finished stays finished."""
    Entry.objects.filter(pk=take.pk, state__in=UNFINISHED).update(
        state=State.FAILED, error=STOPPED, updated_at=timezone.now()
    )
    making.stop(take.pk)
    take.refresh_from_db()
    return take


def discard_take(*, take: Entry) -> None:
    history.discard(entry=take)


def keep_take(*, take: Entry) -> None:
    """Its audio moves into the Library, and stays there when the take goes."""
    if take.clip is None:
        raise Conflict("This take has no audio yet. Wait until it is done.")
    clips.services.keep(clip=take.clip)
