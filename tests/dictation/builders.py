"""Items, attempts and their sound without the work of making them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from clips.services import store_file
from dictation.models import Attempt, AudioState, Item, ItemAudio, ItemList, ListedItem, Tag
from tests import audio_files

TEXT = "The quick brown fox jumps over the lazy dog."


def make_item(
    owner: Any,
    *,
    text: str = TEXT,
    locale: str = "en-GB",
    is_ready: bool = False,
    tags: Iterable[str] = (),
    **fields: Any,
) -> Item:
    """No job is started for it. `created_at` may be given."""
    created_at = fields.pop("created_at", None)
    given = {"difficulty": 1, **fields}
    item = Item.objects.create(owner=owner, text=text, locale=locale, **given)
    item.tags.set([make_tag(owner, name) for name in tags])
    if is_ready:
        make_ready(item)
    if created_at is not None:
        Item.objects.filter(pk=item.pk).update(created_at=created_at)
        item.refresh_from_db()
    return item


def make_tag(owner: Any, name: str) -> Tag:
    return Tag.objects.get_or_create(owner=owner, name=name)[0]


def make_ready(item: Item) -> ItemAudio:
    """As the job leaves it: a clip of its own, which is not kept."""
    file = ContentFile(audio_files.wav(0.3, rate=8000), name="item.wav")
    clip = store_file(owner=item.owner, file=file, title=item.text[:60])
    audio = ItemAudio.objects.create(
        owner=item.owner,
        content_hash=uuid4().hex + uuid4().hex,
        locale=item.locale,
        engine="espeak",
        voice="en",
        state=AudioState.READY,
        clip=clip,
        duration_seconds=clip.duration_seconds,
    )
    item.audio = audio
    item.save(update_fields=["audio"])
    return audio


def make_attempt(
    owner: Any,
    item: Item,
    *,
    percentage: int = 100,
    practised_at: datetime | None = None,
    **fields: Any,
) -> Attempt:
    """Of ten words; of those that are wrong, all are written wrong."""
    right = percentage // 10
    usual = {
        "locale": item.locale,
        "difficulty": item.difficulty,
        "text": item.text,
        "expected": item.text,
        "words_total": 10,
        "words_correct": right,
        "substitutions": 10 - right,
        "wer": (10 - right) / 10,
    }
    return Attempt.objects.create(
        owner=owner,
        item=item,
        item_ref=item.pk,
        percentage=percentage,
        practised_at=practised_at or timezone.now(),
        **(usual | fields),
    )


def make_list(owner: Any, *items: Item, name: str = "Lesson 1") -> ItemList:
    item_list = ItemList.objects.create(owner=owner, name=name)
    for position, item in enumerate(items, start=1):
        ListedItem.objects.create(item_list=item_list, item=item, position=position)
    return item_list
