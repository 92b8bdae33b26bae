"""What is practised next, and what of it the page is told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from common.errors import InvalidInput
from dictation.models import PracticeGroup, Repetition
from dictation.practice.queue import QUEUE_LENGTH, queue_filters, queue_of, sound_states
from dictation.statistics.crossing_out import cross_out
from tests.dictation.builders import make_attempt, make_item, make_list
from tests.dictation.statistics.builders import miss


def queue(user, **params):
    return [queued.item.text for queued in queue_of(user, queue_filters(params))]


def put_off(user, item, *, days):
    due_at = timezone.now() + timedelta(days=days)
    return Repetition.objects.create(owner=user, item=item, due_at=due_at, card={})


def test_due_ones_come_first_then_new_ones_then_those_that_can_wait(alice):
    waiting, due, _ = [make_item(alice, text=text) for text in ("can wait", "due", "new")]
    put_off(alice, waiting, days=3)
    put_off(alice, due, days=-1)
    assert queue(alice) == ["due", "new", "can wait"]
    assert [each.is_due for each in queue_of(alice, queue_filters({}))] == [True, False, False]


def test_filters_of_items_and_of_the_page_go_together(alice):
    due, new = make_item(alice, text="due", locale="de"), make_item(alice, text="new", locale="de")
    make_item(alice, text="other")
    make_attempt(alice, due, percentage=40)
    put_off(alice, due, days=-1)
    assert queue(alice, locale="de", which="due") == ["due"]
    assert queue(alice, locale="de", which="new") == ["new"]
    assert queue(alice, which="worst") == ["due"]
    assert queue(alice, ids=str(new.pk)) == ["new"]


def test_items_with_missed_words_are_those_whose_words_nobody_crossed_out(alice, bob):
    first, learnt, other = [make_item(alice, text=text) for text in ("first", "learnt", "other")]
    miss(alice, first)
    miss(alice, learnt, word="tea")
    miss(bob, other)
    cross_out(user=alice, locale="en-GB", word="tea")
    assert queue(alice, which="missed") == ["first"]


@pytest.mark.parametrize(
    "params", [{"which": "nonsense"}, {"difficulty": "9"}, {"list": "x"}, {"due": "perhaps"}]
)
def test_a_filter_that_is_none_says_so(alice, params):
    with pytest.raises(InvalidInput):
        queue_filters(params)


def test_what_a_teacher_shares_is_practised_and_what_others_have_is_not(alice, bob):
    shared = make_item(bob, text="shared")
    make_item(bob, text="his own")
    group = PracticeGroup.objects.create(owner=bob, name="Class")
    group.lists.add(make_list(bob, shared))
    group.members.add(alice)
    assert queue(alice) == ["shared"]


def test_a_queue_is_of_a_bounded_length_and_costs_the_same_however_long(alice, django_assert_num_queries):
    for number in range(QUEUE_LENGTH + 3):
        make_item(alice, text=f"Sentence {number}.", tags=["a", "b"])
    with django_assert_num_queries(3):
        queued = queue_of(alice, queue_filters({}))
        assert len(queued) == QUEUE_LENGTH
        assert "level 1" in queued[0].facts


def test_a_sound_is_ready_pending_or_says_why_it_is_not(alice):
    ready, pending, failed = (
        make_item(alice, is_ready=True),
        make_item(alice),
        make_item(alice, is_ready=True),
    )
    failed.audio.state, failed.audio.error = "failed", "The voice is gone."
    failed.audio.save()
    states = dict(sound_states(alice, [str(item.pk) for item in (ready, pending, failed)]))
    assert states[str(ready.pk)].src.startswith("/practice/")
    assert (states[str(pending.pk)].state, states[str(pending.pk)].src) == ("pending", "")
    assert states[str(failed.pk)].problem == "The voice is gone."


def test_sounds_of_others_are_not_told(alice, bob):
    theirs = make_item(bob, is_ready=True)
    assert dict(sound_states(alice, [str(theirs.pk), str(uuid4())])) == {}
