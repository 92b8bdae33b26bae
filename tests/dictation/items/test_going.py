"""How items go: out of sight, back for a while, then for good."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clips.models import Clip
from common.errors import InvalidInput, NotFound
from dictation.access import discarded_item_for, item_for, practisable_item_for
from dictation.items import services
from dictation.models import Attempt, Item, ItemAudio, Repetition
from tests.dictation.builders import make_attempt, make_item, make_list

pytestmark = pytest.mark.django_db


def long_ago(*items: Item) -> None:
    ids = [item.pk for item in items]
    Item.objects.filter(pk__in=ids).update(deleted_at=timezone.now() - timedelta(minutes=5))


def test_what_is_discarded_is_out_of_sight_and_comes_back_as_it_was(alice):
    item = make_item(alice, is_ready=True, tags=["kept"])
    services.discard_item(item=item)
    with pytest.raises(NotFound):
        item_for(alice, item.pk)
    assert services.purge_discarded() == 0
    services.restore_item(item=discarded_item_for(alice, item.pk))
    back = item_for(alice, item.pk)
    assert back.tts_status == "ready"
    assert [tag.name for tag in back.tags.all()] == ["kept"]


def test_what_was_never_discarded_or_is_anothers_is_not_brought_back(alice, bob):
    item = make_item(alice)
    for person in (alice, bob):
        with pytest.raises(NotFound):
            discarded_item_for(person, item.pk)


def test_for_good_it_takes_its_sound_along_and_leaves_what_was_written_of_it(alice):
    item, kept = make_item(alice, is_ready=True), make_item(alice, is_ready=True)
    make_list(alice, item, kept)
    attempt = make_attempt(alice, item)
    Repetition.objects.create(owner=alice, item=item, due_at=timezone.now(), card={})
    long_ago(item)
    assert services.purge_discarded() == 1
    assert list(Item.objects.all()) == [kept]
    assert ItemAudio.objects.count() == Clip.objects.count() == 1
    attempt.refresh_from_db()
    assert (attempt.item, attempt.item_ref) == (None, item.pk)


def test_a_sound_that_another_item_has_stays(alice):
    item = make_item(alice, is_ready=True)
    other = make_item(alice, audio=item.audio)
    long_ago(item)
    services.purge_discarded()
    other.refresh_from_db()
    assert other.tts_status == "ready"


def test_many_of_many_people_go_together(alice, bob):
    items = [make_item(person) for person in (alice, bob) for _ in range(3)]
    long_ago(*items)
    assert services.purge_discarded() == 6


def test_there_has_to_be_room_for_what_comes_back(alice, monkeypatch):
    item = make_item(alice)
    services.discard_item(item=item)
    monkeypatch.setattr(services, "ITEMS_AT_MOST", 0)
    with pytest.raises(InvalidInput):
        services.restore_item(item=item)


def test_an_item_that_is_gone_for_good_says_so(alice):
    item = make_item(alice)
    services.delete_item(item=item)
    with pytest.raises(NotFound):
        services.restore_item(item=item)


def test_of_many_that_are_discarded_only_ones_own_go(alice, bob):
    own, foreign = make_item(alice), make_item(bob)
    assert services.discard_items(user=alice, item_ids=[own.pk, foreign.pk]) == [own.pk]
    assert item_for(bob, foreign.pk)


def test_attempts_outlive_a_shared_item(alice, bob):
    item = make_item(alice)
    make_attempt(bob, item)
    services.delete_item(item=item)
    assert Attempt.objects.for_user(bob).count() == 1
    with pytest.raises(NotFound):
        practisable_item_for(bob, item.pk)
