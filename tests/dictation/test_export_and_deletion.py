"""What a person has of dictation is in “Export my data”, and goes with their account."""

import io
import json
import zipfile

import pytest
from django.utils import timezone

from accounts.services.export import write_archive
from clips.models import Clip
from dictation.models import (
    Attempt,
    Item,
    ItemAudio,
    ItemList,
    LearntWord,
    Membership,
    Miss,
    PracticeGroup,
    PracticePreferences,
    Repetition,
    Tag,
)
from tests.dictation.builders import make_attempt, make_item, make_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(alice, bob):
    """Alice teaches Bob two items."""
    item, other = make_item(alice, text="One.", is_ready=True, tags=["b", "a"]), make_item(alice, text="Two.")
    group = PracticeGroup.objects.create(owner=alice, name="Class")
    group.lists.add(make_list(alice, other, item))
    Membership.objects.create(group=group, member=bob, shows_scores=True)
    for person in (alice, bob):
        attempt = make_attempt(person, item, percentage=80)
        Miss.objects.create(attempt=attempt, owner=person, locale="en-GB", word=f"missed by {person}")
        Repetition.objects.create(owner=person, item=item, due_at=timezone.now(), card={"id": 1})
        LearntWord.objects.create(owner=person, locale="en-GB", word="one", learnt_at=timezone.now())
        PracticePreferences.objects.create(owner=person, daily_goal=7)
    return item, other, group


def exported(user):
    buffer = io.BytesIO()
    write_archive(user=user, file=buffer, on_step=lambda progress, step: None)
    archive = zipfile.ZipFile(buffer)
    return {
        name.removeprefix("dictation.").removesuffix(".json"): json.loads(archive.read(name))
        for name in archive.namelist()
        if name.startswith("dictation.")
    }


def test_all_of_it_is_in_the_export_with_what_belongs_to_what(alice, bob, practice):
    item, other, _ = practice
    told = exported(alice)
    assert {name for name, rows in told.items() if rows} == {
        *("tag", "itemaudio", "item", "attempt", "miss", "learntword", "repetition", "practicepreferences"),
        *("itemlist", "practicegroup"),
    }
    names = {tag["id"]: tag["name"] for tag in told["tag"]}
    [first] = [row for row in told["item"] if row["text"] == "One."]
    assert sorted(names[pk] for pk in first["tags"]) == ["a", "b"]
    assert told["itemlist"][0]["items"] == [str(other.pk), str(item.pk)]
    assert told["practicegroup"][0]["lists"] == [told["itemlist"][0]["id"]]
    assert told["miss"][0]["word"] == f"missed by {alice}"


def test_a_group_tells_nothing_of_its_members_and_a_member_that_they_are_one(alice, bob, practice):
    assert "members" not in exported(alice)["practicegroup"][0]
    assert "bob" not in json.dumps(exported(alice))
    told = exported(bob)
    assert [row["shows_scores"] for row in told["membership"]] == [True]
    assert not told["item"]


def test_a_member_who_leaves_the_site_takes_their_own(bob, practice):
    bob.delete()
    assert Item.objects.count() == 2
    for model in (Attempt, Miss, Repetition, LearntWord, PracticePreferences):
        assert model.objects.count() == 1
    assert not Membership.objects.exists()


def test_a_teacher_who_leaves_the_site_leaves_members_their_attempts(alice, bob, practice):
    item, _, _ = practice
    alice.delete()
    for model in (Item, ItemAudio, ItemList, PracticeGroup, Membership, Tag, Clip):
        assert not model.objects.exists(), model
    [attempt] = Attempt.objects.all()
    assert (attempt.owner, attempt.item, attempt.item_ref) == (bob, None, item.pk)
