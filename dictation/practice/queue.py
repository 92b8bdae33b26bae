"""What is practised now: items of some filters, one after the other, without their text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from common.errors import InvalidInput
from dictation.filters import NEWEST, ItemFilters, filters_of, id_sent
from dictation.models import AudioState, Item
from dictation.practice.hints import Hints, hints_of
from dictation.queries import items_for, items_shown_to, page_of
from speech.voice_choices import language_name

QUEUE_LENGTH = 20
DUE = "due"
STATES_AT_MOST = 100

# What the page offers beside the filters of items.
WHICH: Mapping[str, tuple[str, dict[str, Any]]] = {
    "due": ("Only what is due", {"is_due": True}),
    "new": ("Only what is new", {"is_practised": False}),
    "missed": ("With words you missed", {"is_missed": True}),
    "worst": ("What went worst first", {"is_practised": True, "sort": "worst"}),
    "easiest": ("The easiest first", {"sort": "easiest"}),
    "oldest": ("In the order they were added", {"sort": "oldest"}),
}


@dataclass(frozen=True)
class SoundState:
    """How far the sound of an item is. Its address changes with its sound: a browser may keep what it has."""

    state: str
    src: str
    problem: str


@dataclass(frozen=True)
class Queued:
    item: Any  # an Item, with what its person made of it
    hints: Hints
    sound: SoundState
    language: str
    is_due: bool

    @property
    def facts(self) -> str:
        tags = [tag.name for tag in self.item.tags.all()]
        return " · ".join([self.language, f"level {self.item.difficulty}", *tags])


def queue_filters(params: Mapping[str, Any]) -> ItemFilters:
    """As items are asked for anywhere, the due ones first unless something else is."""
    filters = filters_of(params)
    if filters.sort == NEWEST:
        filters = replace(filters, sort=DUE)
    which = params.get("which") or ""
    if which and which not in WHICH:
        raise InvalidInput(f"which must be one of {', '.join(WHICH)}.", param="which")
    return replace(filters, **WHICH[which][1]) if which else filters


def queue_of(user: Any, filters: ItemFilters) -> list[Queued]:
    found: QuerySet[Any] = items_for(user, filters, practisable=True)
    if filters.sort == DUE:
        # Unlike in a list of items, what is new comes in the order in which it was written down.
        found = found.order_by("turn", "due_at", "created_at", "id")
    return [_queued(item) for item in page_of(found, slice(QUEUE_LENGTH))]


def sound_states(user: Any, item_ids: Sequence[str]) -> Iterator[tuple[str, SoundState]]:
    wanted = [id_sent(sent, "item") for sent in item_ids[:STATES_AT_MOST]]
    for item in items_shown_to(user).filter(pk__in=wanted):
        yield str(item.pk), sound_of(item)


def sound_of(item: Item) -> SoundState:
    state, audio = item.tts_status, item.audio
    if state != AudioState.READY or audio is None:
        return SoundState(state, "", audio.error if audio else "")
    return SoundState(state, f"{reverse('item-audio:audio', args=[item.pk])}?v={audio.clip_id}", "")


def _queued(item: Any) -> Queued:
    return Queued(
        item=item,
        hints=hints_of(item.text, item.locale),
        sound=sound_of(item),
        language=language_name(item.locale),
        is_due=item.due_at is not None and item.due_at <= timezone.now(),
    )
