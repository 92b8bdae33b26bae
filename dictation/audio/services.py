"""Items are given their sound: what is wanted is written down with them, and a job of its owner makes it."""

import itertools
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from clips.services import release_many
from common.errors import Conflict
from common.owned import lock_owner
from dictation.audio import states
from dictation.audio.asking import begin, in_use, job_under_way
from dictation.audio.casting import Casting, Saying
from dictation.models import AudioState, Item, ItemAudio
from jobs.models import Job

SPARED_FOR = timedelta(hours=1)
_AT_ONCE = 500


def want_audio(*, items: Iterable[Item]) -> None:
    """In the caller's transaction: each item has its sound, or a row that says how far it is.

    What is said in the same voice already is not made again, and what failed before is tried once more.
    """
    for theirs in _by_owner(items):
        _want(theirs, anew=False)


def refresh_audio(*, item: Item) -> Job:
    """Made anew, in the voice that would say it now."""
    job = refresh_many(items=[item])
    if job is None:
        audio = item.audio
        raise Conflict(audio.error if audio else "This item can't be spoken.", code="unspeakable")
    return job


def refresh_many(*, items: Iterable[Item]) -> Job | None:
    """Of one person. None where nobody can say any of them."""
    jobs = [_want(theirs, anew=True) for theirs in _by_owner(items)]
    return next((job for job in jobs if job is not None), None)


def drop_unused(*, audio_ids: Iterable[UUID]) -> int:
    """Call it after taking items away: what no item has goes, with its clip where nothing else uses that."""
    with transaction.atomic():
        unused = ItemAudio.objects.filter(pk__in=list(audio_ids)).exclude(in_use())
        found = dict(unused.values_list("pk", "clip_id"))
        ItemAudio.objects.filter(pk__in=found).delete()
        release_many(clip_ids=[clip_id for clip_id in found.values() if clip_id])
    return len(found)


def settle(user: Any) -> None:
    """What has no job that makes it is begun again; where a job ended badly, it says so."""
    with transaction.atomic():
        lock_owner(user.pk)
        if job_under_way(user) is None:
            states.fail_abandoned(user)
        want_audio(items=Item.objects.for_user(user).filter(audio=None, deleted_at=None))
        states.put_off(ItemAudio.objects.for_user(user).filter(pk__in=states.lost().values("pk")))
        if states.pending(user).exists():
            begin(user)


def settle_all() -> int:
    """How many people had something to be settled."""
    waiting = ItemAudio.objects.filter(in_use(), state=AudioState.PENDING).values("owner")
    unasked = Item.objects.filter(audio=None, deleted_at=None).values("owner")
    people = get_user_model().objects.filter(
        Q(pk__in=waiting) | Q(pk__in=unasked) | Q(pk__in=states.lost().values("owner"))
    )
    found = list(people)
    for person in found:
        settle(person)
    return len(found)


def sweep_unused() -> int:
    """Of items that are gone for good. What is young may be of an item that is just being made."""
    young = timezone.now() - SPARED_FOR
    unused = ItemAudio.objects.filter(updated_at__lt=young).exclude(in_use())
    left = list(unused.values_list("pk", flat=True)[:_AT_ONCE])
    return drop_unused(audio_ids=left)


def _by_owner(items: Iterable[Item]) -> Iterable[list[Item]]:
    """Never more than a statement can name."""
    ordered = sorted(items, key=lambda item: item.owner_id)
    for _, theirs in itertools.groupby(ordered, key=lambda item: item.owner_id):
        while some := list(itertools.islice(theirs, _AT_ONCE)):
            yield some


def _want(items: Sequence[Item], *, anew: bool) -> Job | None:
    owner = items[0].owner
    with transaction.atomic():
        # Who makes it waits here before it says that all is made: nothing is overlooked in between.
        lock_owner(owner.pk)
        casting = Casting(owner)
        sayings = [casting.saying(item) for item in items]
        audios = _found_or_made(owner, sayings)
        before = {item.audio_id for item in items if item.audio_id} - {audio.pk for audio in audios.values()}
        for item, saying in zip(items, sayings, strict=True):
            item.audio = audios[saying.content_hash]
        Item.objects.bulk_update(items, ["audio"], batch_size=_AT_ONCE)
        is_wanted = _put_off_unmade(audios, sayings, anew=anew)
        drop_unused(audio_ids=before)
        return begin(owner) if is_wanted else None


def _found_or_made(owner: Any, sayings: Iterable[Saying]) -> dict[str, ItemAudio]:
    wanted = {saying.content_hash: saying for saying in sayings}
    known = ItemAudio.objects.for_user(owner).filter(content_hash__in=wanted)
    found = {each.content_hash: each for each in known.select_related("clip").defer("clip__peaks")}
    new = [_row(owner, saying) for content_hash, saying in wanted.items() if content_hash not in found]
    ItemAudio.objects.bulk_create(new, batch_size=_AT_ONCE)
    return found | {each.content_hash: each for each in new}


def _row(owner: Any, saying: Saying) -> ItemAudio:
    row = ItemAudio(
        owner=owner,
        content_hash=saying.content_hash,
        locale=saying.locale,
        engine=saying.engine,
        voice=saying.voice,
        speed=saying.speed,
        asked=saying.asked,
    )
    if saying.error is not None:
        row.state, row.error = AudioState.FAILED, saying.error.message[:500]
        row.error_code = saying.error.code[:64]
    return row


def _put_off_unmade(audios: dict[str, ItemAudio], sayings: Iterable[Saying], *, anew: bool) -> bool:
    """Whether a job is needed for any of them."""
    asked = {saying.content_hash: saying.asked for saying in sayings if saying.error is None}
    speakable = [audios[content_hash] for content_hash in asked]
    unmade = [audio for audio in speakable if anew or audio.state_told != AudioState.READY]
    changed = [
        audio
        for audio in unmade
        if audio.state != AudioState.PENDING or audio.asked != asked[audio.content_hash]
    ]
    for audio in changed:
        audio.state, audio.error, audio.error_code = AudioState.PENDING, "", ""
        audio.asked, audio.updated_at = asked[audio.content_hash], timezone.now()
    ItemAudio.objects.bulk_update(
        changed, ["state", "error", "error_code", "asked", "updated_at"], batch_size=_AT_ONCE
    )
    return bool(unmade)
