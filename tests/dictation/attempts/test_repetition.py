"""When items are due again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from dictation.attempts.answers import Answer
from dictation.attempts.repetition import due_items
from dictation.attempts.services import submit
from dictation.models import Item, Repetition
from tests.dictation.builders import make_item

pytestmark = pytest.mark.django_db
TEXT = "one two three four five six seven eight nine ten"
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def answered(user, item, right=10, at=START, **fields):
    text = " ".join(TEXT.split()[:right])
    return submit(user=user, item=item, answer=Answer(text=text, practised_at=at, **fields))


def due_at(item) -> datetime:
    return Repetition.objects.get(item=item).due_at


def item_answered(user, right, **fields):
    item = make_item(user, text=TEXT)
    answered(user, item, right, **fields)
    return item


def test_the_better_it_was_the_later_it_is_due(alice):
    waits = [due_at(item_answered(alice, right)) - START for right in (0, 6, 9, 10)]
    assert waits == sorted(waits)
    assert len(set(waits)) == 4
    assert waits[0] <= timedelta(minutes=2)
    assert waits[3] >= timedelta(days=3)


def test_what_was_right_with_hints_is_due_sooner(alice):
    assert due_at(item_answered(alice, 10, hints=2)) < due_at(item_answered(alice, 10))


def test_the_wait_grows_with_each_time_it_was_right(alice):
    item, at, waits = make_item(alice, text=TEXT), START, []
    for _ in range(4):
        answered(alice, item, at=at)
        waits.append(due_at(item) - at)
        at = due_at(item)
    assert waits == sorted(waits)
    assert waits[3] > 3 * waits[0]
    answered(alice, item, 0, at=at)
    assert due_at(item) - at < timedelta(hours=1)


def test_answers_sent_late_lead_to_the_same_day(alice):
    plan = [(9, START), (3, START + timedelta(days=1)), (10, START + timedelta(days=2))]
    in_order, late = make_item(alice, text=TEXT), make_item(alice, text=TEXT)
    for right, at in plan:
        answered(alice, in_order, right, at=at)
    for right, at in (plan[2], plan[0], plan[1]):
        answered(alice, late, right, at=at)
    assert due_at(late) == due_at(in_order)
    assert Repetition.objects.get(item=late).card == Repetition.objects.get(item=in_order).card


def test_due_items_are_those_whose_time_has_come_the_longest_due_first(alice, bob):
    later = item_answered(alice, 0, at=START + timedelta(hours=1))
    first = item_answered(alice, 0, at=START)
    not_yet = item_answered(alice, 10, at=timezone.now())
    make_item(alice)
    shared_no_more = item_answered_by(alice, make_item(bob, text=TEXT))
    gone = item_answered(alice, 0)
    Item.objects.filter(pk=gone.pk).update(deleted_at=timezone.now())
    assert list(due_items(alice)) == [first, later]
    assert not_yet not in due_items(alice)
    assert shared_no_more not in due_items(alice)
    assert list(due_items(bob)) == []


def item_answered_by(user, item):
    answered(user, item, 0)
    return item


def test_two_people_have_their_own_time_for_one_item(alice, bob):
    item = make_item(alice, text=TEXT)
    answered(alice, item, 10)
    answered(bob, item, 0)
    waits = {each.owner: each.due_at for each in Repetition.objects.all()}
    assert waits[bob] < waits[alice]
