"""Takes: begun, begun again, stopped, kept and removed."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

import clips.services
from clips.space import require_disk, require_quota
from common.errors import AppError, Conflict
from history import services as history
from history.models import UNFINISHED, Entry, State
from speak import making
from speech.refusals import refusals_told
from speech.requests import Wish, resolve, title_of
from speech.text import clean

# What a character of text takes on the disk once it is spoken, about: a fourteenth of a second of FLAC.
BYTES_PER_CHARACTER = 2_000
STOPPED = "You stopped it."


def start_take(*, user: Any, wish: Wish) -> Entry:
    """Everything wrong with the wish is raised before there is a row. It is spoken in the background."""
    take = _take_of(user, wish)
    request = resolve(wish_of(take), user=user)
    take.engine, take.voice, take.language = request.engine, request.voice, request.language
    work = making.Making(take, request)
    room = BYTES_PER_CHARACTER * take.characters
    require_quota(owner=user, bytes_needed=room)
    require_disk(bytes_needed=room)
    take.save(force_insert=True)
    transaction.on_commit(lambda: making.start(work))
    return take


def making_of(take: Entry) -> making.Making:
    """Whoever makes it in this process. A killed one's work is taken up: what it had spoken is remembered."""
    if found := making.under_way(take.pk):
        return found
    return making.start(making.Making(take, resolve(wish_of(take), user=take.owner)))


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
    work = making.Making(take, resolve(wish_of(take), user=take.owner))
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
    making.stop(take.pk)


def keep_take(*, take: Entry) -> None:
    """Its audio moves into the Library, and stays there when the take goes."""
    if take.clip is None:
        raise Conflict("This take has no audio yet. Wait until it is done.")
    clips.services.keep(clip=take.clip)


def wish_of(take: Entry) -> Wish:
    """As it was asked for."""
    asked = take.settings
    lexicon_id = asked.get("lexicon_id")
    return Wish(
        text=take.text,
        model=take.model,
        voice=take.voice,
        language=asked.get("language", ""),
        response_format=take.response_format,
        speed=take.speed,
        input_type=asked.get("input_type", "text"),
        lexicon_id=uuid.UUID(lexicon_id) if lexicon_id else None,
        seed=asked.get("seed"),
        title=take.title,
    )


def _take_of(user: Any, wish: Wish) -> Entry:
    with refusals_told():
        text = clean(wish.text)
    return Entry(
        owner=user,
        title=wish.title or title_of(text, wish.input_type),
        text=text,
        model=wish.model,
        voice=wish.voice,
        response_format=wish.response_format,
        speed=wish.speed,
        characters=len(text),
        settings={
            "input_type": wish.input_type,
            "language": wish.language,
            "lexicon_id": str(wish.lexicon_id) if wish.lexicon_id else None,
            "seed": wish.seed,
        },
    )
