"""Groups: joined by a code, agreed with or not; what a teacher sees, and what nobody else does."""

import pytest
from django.utils import timezone

from common.errors import AppError, Conflict, InvalidInput, NotFound
from common.undo import UNDO_WITHIN
from dictation.access import practisable_item_for
from dictation.models import Membership, PracticeGroup
from dictation.sharing import groups, joining
from dictation.sharing.access import membership_for, seen_list_for
from dictation.sharing.purging import purge_discarded
from dictation.sharing.queries import groups_seen_by
from dictation.sharing.scores import board_of
from tests.conftest import make_user
from tests.dictation.builders import make_attempt, make_item, make_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(db):
    return make_user("carol")


@pytest.fixture
def group(alice):
    return groups.create_group(owner=alice, name="Evening class")


@pytest.fixture
def lesson(alice, group):
    item_list = make_list(alice, make_item(alice, text="One."), make_item(alice, text="Two."))
    groups.share_list(group=group, item_list=item_list)
    return item_list


def scores_of(group) -> dict[str, list[tuple[int, float | None, int]]]:
    return {
        row.membership.member.username: [
            (each.attempts, each.average, each.items_practised) for each in row.scores
        ]
        for row in board_of(group).rows
    }


def test_one_joins_by_the_code_or_by_the_link_that_ends_with_it(bob, carol, group):
    joining.join(user=bob, code=f" {group.code}\n", shows_scores=False)
    joining.join(
        user=carol, code=f"https://voice.example/practice/groups/join?code={group.code}", shows_scores=True
    )
    assert set(group.memberships.values_list("member__username", "shows_scores")) == {
        ("bob", False),
        ("carol", True),
    }


def test_who_joins_twice_is_in_once_and_says_anew_what_may_be_seen(bob, group):
    first = joining.join(user=bob, code=group.code, shows_scores=True)
    again = joining.join(user=bob, code=group.code, shows_scores=False)
    assert first.pk == again.pk
    assert not Membership.objects.get().shows_scores


@pytest.mark.parametrize("code", ["", "   ", "nonsense", "x" * 500, "\x00", "ä", None, 7])
def test_a_code_of_no_group_is_refused(bob, group, code):
    with pytest.raises(AppError) as refused:
        joining.join(user=bob, code=code, shows_scores=True)
    assert refused.value.status in (400, 404)
    assert refused.value.param == "code"


def test_a_renewed_code_lets_nobody_in_with_the_old_one(bob, carol, group):
    old = group.code
    joining.join(user=bob, code=old, shows_scores=True)
    groups.renew_code(group=group)
    with pytest.raises(NotFound):
        joining.join(user=carol, code=old, shows_scores=True)
    assert group.memberships.get().member == bob


def test_a_teacher_is_no_member_of_their_own_group(alice, group):
    with pytest.raises(Conflict):
        joining.join(user=alice, code=group.code, shows_scores=True)


def test_a_group_has_so_many_members(bob, carol, group, monkeypatch):
    monkeypatch.setattr(joining, "MEMBERS_AT_MOST", 1)
    joining.join(user=bob, code=group.code, shows_scores=True)
    with pytest.raises(InvalidInput) as full:
        joining.join(user=carol, code=group.code, shows_scores=True)
    assert full.value.code == "too_many_members"
    joining.join(user=bob, code=group.code, shows_scores=False)  # is in already


def test_members_may_practise_its_lists_and_strangers_may_not(bob, carol, group, lesson):
    item = lesson.items.first()
    joining.join(user=bob, code=group.code, shows_scores=False)
    assert seen_list_for(bob, lesson.pk) == lesson
    assert practisable_item_for(bob, item.pk) == item
    for refused in (lambda: seen_list_for(carol, lesson.pk), lambda: practisable_item_for(carol, item.pk)):
        with pytest.raises(NotFound):
            refused()


def test_who_left_and_what_is_shared_no_more_is_out_of_sight(bob, group, lesson):
    membership = joining.join(user=bob, code=group.code, shows_scores=False)
    groups.stop_sharing(group=group, item_list=lesson)
    with pytest.raises(NotFound):
        seen_list_for(bob, lesson.pk)
    groups.share_list(group=group, item_list=lesson)
    joining.leave(membership=membership)
    with pytest.raises(NotFound):
        seen_list_for(bob, lesson.pk)


def test_only_ones_own_lists_are_shared(bob, group):
    with pytest.raises(NotFound):
        groups.share_list(group=group, item_list=make_list(bob))


def test_a_teacher_sees_the_scores_of_those_who_agreed(bob, carol, group, lesson):
    first, second = lesson.items.order_by("listed__position")
    joining.join(user=bob, code=group.code, shows_scores=True)
    joining.join(user=carol, code=group.code, shows_scores=False)
    for person in (bob, carol):
        make_attempt(person, first, percentage=60)
        make_attempt(person, first, percentage=80)
        make_attempt(person, second, percentage=100)
    assert scores_of(group) == {"bob": [(3, 80.0, 2)]}


def test_who_agrees_no_more_is_not_seen_any_more(bob, group, lesson):
    membership = joining.join(user=bob, code=group.code, shows_scores=True)
    make_attempt(bob, lesson.items.first(), percentage=60)
    joining.agree(membership=membership, shows_scores=False)
    assert scores_of(group) == {}


def test_a_teacher_sees_nothing_of_other_items(alice, bob, group, lesson):
    joining.join(user=bob, code=group.code, shows_scores=True)
    make_attempt(bob, make_item(bob, text="Bob's own."))
    unshared = make_item(alice, text="In a list that is not shared.")
    make_list(alice, unshared)
    make_attempt(bob, unshared)
    assert scores_of(group) == {"bob": [(0, None, 0)]}


def test_an_item_in_two_lists_counts_in_both_and_once_in_each(alice, bob, group, lesson):
    shared_twice = make_list(alice, lesson.items.first(), name="Revision")
    groups.share_list(group=group, item_list=shared_twice)
    other = groups.create_group(owner=alice, name="Another class")
    groups.share_list(group=other, item_list=lesson)
    joining.join(user=bob, code=group.code, shows_scores=True)
    make_attempt(bob, lesson.items.first(), percentage=50)
    assert scores_of(group) == {"bob": [(1, 50.0, 1), (1, 50.0, 1)]}


def test_scores_take_as_many_queries_for_many_as_for_one(
    alice, bob, carol, group, lesson, django_assert_num_queries
):
    groups.share_list(group=group, item_list=make_list(alice, make_item(alice), name="Revision"))
    for person in (bob, carol):
        joining.join(user=person, code=group.code, shows_scores=True)
        make_attempt(person, lesson.items.first())
    with django_assert_num_queries(3):
        board_of(group)


def test_deleted_it_takes_neither_lists_nor_attempts_along(bob, group, lesson):
    joining.join(user=bob, code=group.code, shows_scores=True)
    make_attempt(bob, lesson.items.first())
    groups.discard_group(group=group)
    PracticeGroup.objects.update(deleted_at=timezone.now() - UNDO_WITHIN * 2)
    assert purge_discarded() == 1
    assert bob.attempts.count() == 1
    assert lesson.items.count() == 2
    assert not Membership.objects.exists()


def test_deleted_it_is_nowhere_and_back_it_has_its_members(bob, carol, group, lesson):
    membership = joining.join(user=bob, code=group.code, shows_scores=True)
    groups.discard_group(group=group)
    assert not groups_seen_by(bob).exists()
    for refused in (
        lambda: membership_for(bob, group.pk),
        lambda: seen_list_for(bob, lesson.pk),
        lambda: joining.join(user=carol, code=group.code, shows_scores=False),
    ):
        with pytest.raises(NotFound):
            refused()
    groups.restore_group(group=group)
    assert membership_for(bob, group.pk) == membership
    assert seen_list_for(bob, lesson.pk) == lesson


def test_what_is_done_to_one_that_went_meanwhile_says_so(bob, group, lesson):
    membership = joining.join(user=bob, code=group.code, shows_scores=True)
    PracticeGroup.objects.all().delete()
    for act in (
        lambda: groups.rename_group(group=group, name="Other"),
        lambda: groups.renew_code(group=group),
        lambda: groups.discard_group(group=group),
        lambda: groups.restore_group(group=group),
        lambda: groups.share_list(group=group, item_list=lesson),
        lambda: joining.agree(membership=membership, shows_scores=False),
    ):
        with pytest.raises(NotFound):
            act()
