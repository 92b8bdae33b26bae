"""The pages of lists and groups, without a browser."""

import pytest
from django.urls import reverse

from dictation.models import ItemList, Membership, PracticeGroup
from dictation.sharing import groups, joining
from tests.dictation.builders import make_attempt, make_item, make_list

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(alice, client_of):
    return client_of(alice)


@pytest.fixture
def bobs(bob, client_of):
    return client_of(bob)


@pytest.fixture
def lesson(alice):
    return make_list(alice, *(make_item(alice, text=text) for text in ("One.", "Two.", "Three.")))


@pytest.fixture
def group(alice, lesson):
    made = groups.create_group(owner=alice, name="Evening class")
    groups.share_list(group=made, item_list=lesson)
    return made


def page(client, name, *args, **query) -> str:
    response = client.get(reverse(f"lists:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(client, name_of_page, *args, headers=HTMX, **sent):
    return client.post(reverse(f"lists:{name_of_page}", args=args), sent, headers=headers)


def test_a_list_is_made_renamed_and_deleted(client):
    assert "No lists yet" in page(client, "list")
    response = post(client, "list", name="Lesson 1", headers={})
    made = ItemList.objects.get()
    assert response.url == reverse("lists:one", args=[made.pk])
    post(client, "rename", made.pk, name="Lesson <2>", headers={})
    assert "Lesson &lt;2&gt;" in page(client, "list")
    gone = post(client, "delete", made.pk, headers={})
    assert "Undo" in client.get(gone.url).content.decode()
    assert not ItemList.objects.there().exists()
    post(client, "restore", made.pk, headers={})
    assert ItemList.objects.there().get() == made


@pytest.mark.parametrize("name", ["", "x" * 121, "\x00"])
def test_a_name_that_is_none_is_told_in_place(client, lesson, name):
    assert post(client, "list", name=name, headers={}).status_code == 422
    assert post(client, "rename", lesson.pk, name=name, headers={}).status_code == 422
    assert post(client, "groups", name=name, headers={}).status_code == 422
    assert ItemList.objects.get().name == "Lesson 1"


def test_items_are_moved_by_their_buttons_and_by_hand(client, lesson):
    first, second, third = lesson.items.order_by("listed__position")
    part = post(client, "move", lesson.pk, first.pk, by="down").content.decode()
    assert part.index("Two.") < part.index("One.") < part.index("Three.")
    part = post(client, "move", lesson.pk, third.pk, position="1").content.decode()
    assert part.index("Three.") < part.index("Two.")
    post(client, "move", lesson.pk, third.pk, by="up")
    for wrong in ("0", "x", "-1", "9" * 9, ""):
        assert post(client, "move", lesson.pk, second.pk, position=wrong).status_code == 400


def test_one_that_is_taken_out_can_be_put_back_into_its_place(client, lesson):
    second = lesson.items.get(text="Two.")
    response = post(client, "remove", lesson.pk, second.pk)
    assert "Two." not in response.content.decode()
    put_back = reverse("lists:put-back", args=[lesson.pk, second.pk])
    assert f"{put_back}?position=2" in response["HX-Trigger"]
    client.post(f"{put_back}?position=2", headers=HTMX)
    shown = page(client, "one", lesson.pk)
    assert shown.index("One.") < shown.index("Two.") < shown.index("Three.")


def test_items_that_are_not_in_it_are_found_and_added(client, alice, bob, lesson):
    item = make_item(alice, text="Four of them.")
    make_item(bob, text="Four of Bob's.")
    found = client.get(reverse("lists:find", args=[lesson.pk]), {"search": "four"}, headers=HTMX)
    assert "Four of them." in found.content.decode()
    assert "Bob" not in found.content.decode()
    assert post(client, "add", lesson.pk, id=str(item.pk), search="four").status_code == 200
    assert lesson.items.count() == 4


def test_a_member_reads_a_list_and_changes_nothing(bobs, bob, lesson, group):
    item = lesson.items.first()
    assert bobs.get(reverse("lists:one", args=[lesson.pk])).status_code == 404
    joining.join(user=bob, code=group.code, shows_scores=False)
    shown = page(bobs, "one", lesson.pk)
    assert "alice shares this list with you" in shown
    assert reverse("lists:move", args=[lesson.pk, item.pk]) not in shown
    for name, args in (
        ("rename", [lesson.pk]),
        ("delete", [lesson.pk]),
        ("add", [lesson.pk]),
        ("move", [lesson.pk, item.pk]),
        ("remove", [lesson.pk, item.pk]),
        ("share", [group.pk, lesson.pk]),
    ):
        assert post(bobs, name, *args, id=str(item.pk), by="up").status_code == 404
    assert lesson.items.count() == 3
    assert b"One." in bobs.get(reverse("lists:export", args=[lesson.pk])).content


def test_a_link_says_who_would_see_what_before_one_joins(bobs, group):
    shown = page(bobs, "join", code=group.code)
    assert "Join “Evening class”" in shown
    assert "Let alice see my scores" in shown
    assert not Membership.objects.exists()
    response = post(bobs, "join", code=group.code, shows_scores="true", headers={})
    assert response.url == reverse("lists:group", args=[group.pk])
    assert Membership.objects.get().shows_scores
    assert bobs.get(reverse("lists:join"), {"code": group.code}).url == response.url


def test_a_wrong_code_is_told_in_place(bobs):
    for response in (
        bobs.get(reverse("lists:join"), {"code": "wrong"}),
        post(bobs, "join", code="wrong", headers={}),
    ):
        assert response.status_code == 422
        assert "No group has this code" in response.content.decode()


def test_a_teacher_sees_members_and_the_scores_of_those_who_agreed(client, bob, lesson, group):
    membership = joining.join(user=bob, code=group.code, shows_scores=False)
    make_attempt(bob, lesson.items.first(), percentage=70)
    shown = page(client, "group", group.pk)
    assert "scores are private" in shown
    assert "best 70" not in shown
    joining.agree(membership=membership, shows_scores=True)
    shown = page(client, "group", group.pk)
    assert "best 70" in shown
    assert "1 of 3 items, 1 attempt" in shown


def test_a_member_sees_neither_the_code_nor_the_others(bobs, bob, lesson, group, admin_user):
    joining.join(user=bob, code=group.code, shows_scores=True)
    joining.join(user=admin_user, code=group.code, shows_scores=True)
    make_attempt(admin_user, lesson.items.first(), percentage=40)
    shown = page(bobs, "group", group.pk)
    assert group.code not in shown
    assert "admin" not in shown.partition('id="page"')[2].partition("</main>")[0].lower()
    assert "Lesson 1" in shown


def test_a_member_agrees_disagrees_and_leaves(bobs, bob, group):
    joining.join(user=bob, code=group.code, shows_scores=False)
    post(bobs, "agree", group.pk, shows_scores="true", headers={})
    assert Membership.objects.get().shows_scores
    post(bobs, "agree", group.pk, headers={})
    assert not Membership.objects.get().shows_scores
    post(bobs, "leave", group.pk, headers={})
    assert not Membership.objects.exists()
    assert bobs.get(reverse("lists:group", args=[group.pk])).status_code == 404


def test_a_teacher_keeps_a_group(client, alice, bob, lesson, group):
    membership = joining.join(user=bob, code=group.code, shows_scores=False)
    old = group.code
    post(client, "renew-code", group.pk, headers={})
    post(client, "rename-group", group.pk, name="Morning class", headers={})
    post(client, "share", group.pk, lesson.pk, stop="true", headers={})
    post(client, "remove-member", group.pk, membership.pk, headers={})
    group.refresh_from_db()
    assert group.code != old
    assert (group.name, group.lists.count(), group.memberships.count()) == ("Morning class", 0, 0)
    gone = post(client, "delete-group", group.pk, headers={})
    assert "Undo" in client.get(gone.url).content.decode()
    assert not PracticeGroup.objects.there().exists()
    post(client, "restore-group", group.pk, headers={})
    assert PracticeGroup.objects.there().get() == group


def test_a_member_is_not_the_teacher(bobs, bob, group):
    membership = joining.join(user=bob, code=group.code, shows_scores=False)
    for name, args in (
        ("renew-code", []),
        ("rename-group", []),
        ("delete-group", []),
        ("remove-member", [membership.pk]),
    ):
        assert post(bobs, name, group.pk, *args, name="Mine").status_code == 404
    assert PracticeGroup.objects.get().name == "Evening class"
