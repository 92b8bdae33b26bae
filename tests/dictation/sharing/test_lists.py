"""Lists: items of one's own in an order, whatever is done to them at once."""

import uuid

import pytest
from django.utils import timezone

from common.errors import InvalidInput, NotFound
from common.undo import UNDO_WITHIN
from dictation.models import ItemList, ListedItem
from dictation.queries import items_shown_to, lists_shown_to
from dictation.sharing import limits, lists
from dictation.sharing.groups import create_group, share_list
from dictation.sharing.joining import join
from dictation.sharing.purging import purge_discarded
from dictation.sharing.queries import groups_taught_by, item_ids_in, items_in, listed_in, lists_of
from tests.dictation.builders import make_item, make_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(alice):
    return [make_item(alice, text=text) for text in ("One.", "Two.", "Three.", "Four.")]


def texts_of(item_list) -> list[str]:
    return [item.text for item in items_in(item_list)]


def places_of(item_list) -> list[int]:
    return list(item_list.listed.order_by("position").values_list("position", flat=True))


def test_it_has_its_items_in_the_order_they_were_given(alice, items):
    ids = [items[2].pk, items[0].pk, items[2].pk]
    item_list = lists.create_list(owner=alice, name="  Lesson   1 ", item_ids=ids)
    assert item_list.name == "Lesson 1"
    assert texts_of(item_list) == ["Three.", "One."]


def test_what_is_in_it_already_keeps_its_place(alice, items):
    item_list = make_list(alice, *items[:2])
    assert lists.add_items(item_list=item_list, item_ids=[items[3].pk, items[0].pk, items[2].pk]) == 2
    assert texts_of(item_list) == ["One.", "Two.", "Four.", "Three."]


@pytest.mark.parametrize(
    ("moved", "position", "after"),
    [
        (0, 3, ["Two.", "Three.", "One.", "Four."]),
        (3, 1, ["Four.", "One.", "Two.", "Three."]),
        (1, 2, ["One.", "Two.", "Three.", "Four."]),
        (1, 99, ["One.", "Three.", "Four.", "Two."]),
    ],
)
def test_an_item_moves_to_its_place(alice, items, moved, position, after):
    item_list = make_list(alice, *items)
    lists.move_item(item_list=item_list, item_id=items[moved].pk, position=position)
    assert texts_of(item_list) == after
    assert places_of(item_list) == [1, 2, 3, 4]


def test_what_is_deleted_keeps_its_place_until_it_comes_back(alice, items):
    from dictation.items.services import discard_item, restore_item

    item_list = make_list(alice, *items)
    discard_item(item=items[1])
    assert texts_of(item_list) == ["One.", "Three.", "Four."]
    lists.move_item(item_list=item_list, item_id=items[3].pk, position=2)
    assert texts_of(item_list) == ["One.", "Four.", "Three."]
    restore_item(item=items[1])
    assert texts_of(item_list) == ["One.", "Two.", "Four.", "Three."]


def test_one_that_is_added_stands_last_even_where_another_is_gone_for_good(alice, items):
    item_list = make_list(alice, *items[:3])
    items[0].delete()
    lists.add_items(item_list=item_list, item_ids=[items[3].pk])
    assert texts_of(item_list) == ["Two.", "Three.", "Four."]


def test_taken_out_the_item_stays_and_its_place_is_told(alice, items):
    item_list = make_list(alice, *items)
    assert lists.remove_item(item_list=item_list, item_id=items[1].pk) == 2
    assert texts_of(item_list) == ["One.", "Three.", "Four."]
    assert places_of(item_list) == [1, 2, 3]
    items[1].refresh_from_db()
    with pytest.raises(NotFound, match="not in the list"):
        lists.remove_item(item_list=item_list, item_id=items[1].pk)


def test_all_of_it_is_set_at_once(alice, items):
    item_list = make_list(alice, *items[:3])
    lists.set_items(item_list=item_list, item_ids=[items[3].pk, items[1].pk])
    assert texts_of(item_list) == ["Four.", "Two."]
    assert places_of(item_list) == [1, 2]


def test_other_peoples_items_do_not_go_into_it(alice, bob, items):
    item_list = make_list(alice, items[0])
    for foreign in (make_item(bob).pk, uuid.uuid4()):
        with pytest.raises(NotFound, match="There is no item"):
            lists.add_items(item_list=item_list, item_ids=[items[1].pk, foreign])
    assert texts_of(item_list) == ["One."]


@pytest.mark.parametrize("name", ["", "  ", "x" * 121, None, 7])
def test_a_name_that_is_none_is_refused(alice, name):
    with pytest.raises(InvalidInput) as refused:
        lists.create_list(owner=alice, name=name)
    assert refused.value.param == "name"


def test_it_and_their_number_have_an_end(alice, items, monkeypatch):
    monkeypatch.setattr(lists, "LIST_ITEMS_AT_MOST", 2)
    monkeypatch.setattr(lists, "LISTS_AT_MOST", 1)
    item_list = lists.create_list(owner=alice, name="First", item_ids=[items[0].pk])
    with pytest.raises(InvalidInput) as full:
        lists.add_items(item_list=item_list, item_ids=[items[1].pk, items[2].pk])
    assert full.value.code == "too_many_items"
    with pytest.raises(InvalidInput) as many:
        lists.create_list(owner=alice, name="Second")
    assert many.value.code == "too_many_lists"


def test_deleted_it_takes_no_item_along(alice, items):
    item_list = make_list(alice, *items)
    lists.discard_list(item_list=item_list)
    ItemList.objects.update(deleted_at=timezone.now() - UNDO_WITHIN * 2)
    assert purge_discarded() == 1
    assert not ListedItem.objects.exists()
    assert len(items) == alice.items.count()


def test_deleted_it_is_nowhere_and_back_it_is_as_it_was(alice, bob, items):
    group, item_list = create_group(owner=alice, name="Class"), make_list(alice, *items[:2])
    share_list(group=group, item_list=item_list)
    join(user=bob, code=group.code, shows_scores=True)
    lists.discard_list(item_list=item_list)
    assert not lists_of(alice).exists()
    assert not lists_shown_to(bob).exists()
    assert not items_shown_to(bob).exists()
    assert groups_taught_by(alice).get().list_count == 0
    with pytest.raises(NotFound):
        lists.rename_list(item_list=item_list, name="Other")
    assert purge_discarded() == 0
    lists.restore_list(item_list=item_list)
    assert texts_of(lists_shown_to(bob).get()) == ["One.", "Two."]


def test_one_that_is_gone_for_good_does_not_come_back(alice, items):
    item_list = make_list(alice, *items)
    ItemList.objects.all().delete()
    with pytest.raises(NotFound):
        lists.restore_list(item_list=item_list)


def test_the_ids_in_it_and_its_rows_agree(alice, items):
    item_list = make_list(alice, *items)
    assert item_ids_in(item_list) == [item.pk for item in items]
    assert listed_in(item_list).count() == 4
    assert limits.TOLD["dictation_items_per_list"] == limits.LIST_ITEMS_AT_MOST
