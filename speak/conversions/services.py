"""Texts that programs have spoken: what was spoken already is not spoken again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from clips.models import Clip
from clips.reading import is_stored
from clips.services import release
from common.errors import AppError, NotFound
from common.file_names import stem_of_title
from common.owned import lock_owner
from history.doors import Door
from history.models import Entry
from history.services import discard
from jobs.models import Job
from jobs.services import cancel, enqueue
from profiles.wishes import wish_of
from speak.conversions.queries import clips_of
from speak.conversions.states import UNFINISHED, Status, settle
from speak.conversions.voices import with_a_voice
from speak.models import Conversion
from speech.asked import asked_of
from speech.content_hash import content_hash
from speech.refusals import refusals_told
from speech.requests import Wish, resolve, title_of
from speech.speaking import begin
from speech.text import clean

KIND = "speak.convert"
FORMAT = "wav"
TEXTS_AT_ONCE = 100


@dataclass(frozen=True)
class Draft:
    text: str
    custom_filename: str = ""


@dataclass(frozen=True)
class _Judged:
    """Nothing is wrong with it."""

    wish: Wish
    content_hash: str
    file_stem: str


def convert(*, user: Any, draft: Draft, asked: Mapping[str, Any], door: Door) -> Conversion:
    [outcome] = convert_all(user=user, drafts=[draft], asked=asked, door=door)
    if isinstance(outcome, AppError):
        raise outcome
    return outcome


def convert_all(
    *, user: Any, drafts: Sequence[Draft], asked: Mapping[str, Any], door: Door
) -> list[Conversion | AppError]:
    """In their order. What is wrong with a text is its own; what is wrong with all of them is raised.

    A text that is spoken or under way already is that conversion; the name that was asked for last holds.
    """
    fields = {**with_a_voice(asked, user=user), "text": ""}
    wish = replace(wish_of(fields, user=user, formats=(FORMAT,)), response_format=FORMAT)
    judged = [_judged(user, wish, draft) for draft in drafts]
    with transaction.atomic():
        lock_owner(user.pk)
        return _entered(user, judged, door)


def remove(*, conversion: Conversion) -> None:
    """With its entry in the history, unless that is a favourite; what is under way is stopped."""
    with transaction.atomic():
        locked = Conversion.objects.select_for_update().filter(pk=conversion.pk).first()
        if locked is None:
            raise NotFound("There is no such conversion. It may have been deleted.")
        locked.delete()
        _let_go_of_sound(locked)
        _cancel_where_nothing_is_left(locked.job)


def _judged(user: Any, wish: Wish, draft: Draft) -> _Judged | AppError:
    try:
        request = resolve(replace(wish, text=draft.text), user=user)
        begin(request, owner=user)
        with refusals_told():
            text = clean(draft.text)
    except AppError as error:
        if error.param != "input":  # as the pipeline calls the text
            raise
        error.param = "text"
        return error
    return _Judged(replace(wish, text=text), content_hash(request), file_stem(draft.custom_filename))


def file_stem(custom_filename: str) -> str:
    """Without folders and suffix, of characters that every system takes; empty where none is left."""
    name = custom_filename.replace("\\", "/").rpartition("/")[2]
    if name.lower().endswith(f".{FORMAT}"):
        name = name[: -len(FORMAT) - 1]
    return stem_of_title(name, otherwise="")


def _entered(user: Any, judged: Sequence[_Judged | AppError], door: Door) -> list[Conversion | AppError]:
    known = _reusable(user, {each.content_hash for each in judged if isinstance(each, _Judged)})
    outcomes: list[Conversion | AppError] = []
    begun: dict[Any, Conversion] = {}
    for each in judged:
        if isinstance(each, AppError):
            outcomes.append(each)
            continue
        conversion = known.setdefault(each.content_hash, Conversion(owner=user))
        if conversion.state != Status.COMPLETED and conversion.job_id is None:
            _begin_anew(conversion, each)
            begun[conversion.pk] = conversion
        _rename(conversion, each.file_stem)
        outcomes.append(conversion)
    _hand_over(user, list(begun.values()), door)
    return outcomes


def _reusable(user: Any, hashes: set[str]) -> dict[str, Conversion]:
    """By hash. One whose sound is gone has no job any more: it is to be made again."""
    own = Conversion.objects.for_user(user)
    settle(own)
    found = own.filter(content_hash__in=hashes).exclude(state=Status.FAILED).order_by("created_at")
    clips = {clip.pk: clip for clip in clips_of(found)}
    for conversion in found:
        clip = clips.get(conversion.clip_id) if conversion.clip_id else None
        if conversion.state == Status.COMPLETED and not is_stored(clip):
            conversion.state, conversion.job = Status.QUEUED, None
    return {conversion.content_hash: conversion for conversion in found}


def _begin_anew(conversion: Conversion, judged: _Judged) -> None:
    conversion.content_hash, conversion.text = judged.content_hash, judged.wish.text
    conversion.asked, conversion.state, conversion.error = asked_of(judged.wish), Status.QUEUED, ""
    conversion.clip_id = conversion.entry_id = None
    conversion.started_at = conversion.completed_at = conversion.failed_at = None


def _rename(conversion: Conversion, stem: str) -> None:
    if stem and stem != conversion.custom_filename:
        conversion.custom_filename = stem
        Conversion.objects.filter(pk=conversion.pk).update(custom_filename=stem, updated_at=timezone.now())


def _hand_over(user: Any, begun: list[Conversion], door: Door) -> None:
    if not begun:
        return
    params = {"api_key_name": door.api_key_name}
    job = enqueue(kind=KIND, owner=user, title=_title(begun), params=params)
    for conversion in begun:
        conversion.job = job
        conversion.save()


def _title(begun: list[Conversion]) -> str:
    if len(begun) > 1:
        return f"Convert {len(begun)} texts"
    [only] = begun
    return f"Convert “{title_of(only.text, only.asked['input_type'])}”"


def _let_go_of_sound(conversion: Conversion) -> None:
    made = Entry.objects.filter(deleted_at=None)
    entry = made.filter(pk=conversion.entry_id).first() if conversion.entry_id else None
    if entry is not None:
        if not entry.is_favourite:
            discard(entry=entry)
        return
    clip = Clip.objects.filter(pk=conversion.clip_id).first() if conversion.clip_id else None
    if clip is not None:
        release(clip=clip)


def _cancel_where_nothing_is_left(job: Job | None) -> None:
    if job is None or not job.is_active:
        return
    if not Conversion.objects.filter(job=job, state__in=UNFINISHED).exists():
        cancel(job=job)
