"""Dictation in the admin: looked at, taken out as a file, said again, and deleted through the services."""

import csv
import json

import pytest
from django.utils import timezone

from clips.models import Clip
from dictation.models import (
    Attempt,
    AudioState,
    Item,
    ItemAudio,
    LearntWord,
    Membership,
    Miss,
    PracticeGroup,
    PracticePreferences,
    Repetition,
    Tag,
)
from tests.dictation.builders import make_attempt, make_item, make_list

ADMIN = "/admin/dictation"
NAMES = (
    *("item", "itemaudio", "attempt", "tag", "miss", "learntword", "repetition", "practicepreferences"),
    *("itemlist", "listeditem", "practicegroup", "membership"),
)


@pytest.fixture
def admin_client(admin_user, client_of):
    return client_of(admin_user)


@pytest.fixture
def rows(alice, bob):
    item = make_item(alice, text="=Hello there.", is_ready=True, tags=["news"])
    attempt = make_attempt(bob, item, percentage=80)
    item_list = make_list(alice, item)
    group = PracticeGroup.objects.create(owner=alice, name="Class")
    group.lists.add(item_list)
    now = timezone.now()
    return {
        "item": item,
        "itemaudio": item.audio,
        "attempt": attempt,
        "tag": item.tags.get(),
        "miss": Miss.objects.create(attempt=attempt, owner=bob, locale="en-GB", word="there"),
        "learntword": LearntWord.objects.create(owner=bob, locale="en-GB", word="hello", learnt_at=now),
        "repetition": Repetition.objects.create(owner=bob, item=item, due_at=now, card={}),
        "practicepreferences": PracticePreferences.objects.create(owner=bob),
        "itemlist": item_list,
        "listeditem": item_list.listed.get(),
        "practicegroup": group,
        "membership": Membership.objects.create(group=group, member=bob),
    }


def chosen(client, name: str, action: str, *rows):
    data = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    return client.post(f"{ADMIN}/{name}/", data)


def body_of(response) -> str:
    return b"".join(response).decode("utf-8-sig")


@pytest.mark.parametrize("name", NAMES)
def test_all_there_is_can_be_looked_at_and_nothing_be_made(admin_client, rows, name):
    page = admin_client.get(f"{ADMIN}/{name}/", {"q": ""})
    assert page.status_code == 200
    assert str(rows[name].pk) in page.content.decode()
    assert admin_client.get(f"{ADMIN}/{name}/", {"q": "nobody"}).status_code == 200
    shown = admin_client.get(f"{ADMIN}/{name}/{rows[name].pk}/change/")
    assert shown.status_code == 200
    assert 'name="_save"' not in shown.content.decode()
    assert admin_client.get(f"{ADMIN}/{name}/add/").status_code == 403


def test_the_code_of_a_group_is_not_shown(admin_client, rows):
    group = rows["practicegroup"]
    for url in (f"{ADMIN}/practicegroup/", f"{ADMIN}/practicegroup/{group.pk}/change/"):
        assert group.code not in admin_client.get(url).content.decode()


def test_items_are_taken_out_as_csv_that_no_spreadsheet_carries_out(admin_client, rows):
    response = chosen(admin_client, "item", "export_csv", rows["item"])
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "dictation items-" in response["Content-Disposition"]
    [row] = csv.DictReader(body_of(response).splitlines())
    assert row["text"] == "'=Hello there."
    assert (row["owner"], row["tags"], row["tts_status"]) == ("alice", '["news"]', "ready")
    assert (row["is_strict"], row["deleted_at"]) == ("false", "")


def test_items_attempts_and_tags_are_taken_out_as_json(admin_client, rows):
    told = {
        name: json.loads(body_of(chosen(admin_client, name, "export_json", rows[name])))
        for name in ("item", "attempt", "tag")
    }
    assert told["item"][0]["tags"] == ["news"]
    assert told["attempt"][0]["percentage"] == 80
    assert told["attempt"][0]["item_ref"] == str(rows["item"].pk)
    assert (told["tag"][0]["name"], told["tag"][0]["item_count"]) == ("news", 1)


def test_many_are_taken_out_with_few_questions(alice, admin_client, django_assert_max_num_queries):
    items = [make_item(alice, text=f"item {number}", tags=["a", "b"]) for number in range(20)]
    with django_assert_max_num_queries(14):
        rows = json.loads(body_of(chosen(admin_client, "item", "export_json", *items)))
    assert len(rows) == 20


def test_their_audio_is_made_again(admin_client, rows):
    mute = make_item(rows["item"].owner, locale="xx-XX")
    discarded = make_item(rows["item"].owner, deleted_at=timezone.now())
    response = chosen(admin_client, "item", "make_audio_again", rows["item"], mute, discarded)
    assert response.status_code == 302
    assert ItemAudio.objects.filter(state=AudioState.PENDING).count() == 1
    told = admin_client.get(f"{ADMIN}/item/").content.decode()
    assert "The audio of 1 items is being made again." in told
    assert "No voice here speaks 1 of them." in told


def test_staff_who_may_only_look_start_nothing(rows, bob, client_of):
    from django.contrib.auth.models import Permission

    bob.is_staff = True
    bob.save()
    bob.user_permissions.add(Permission.objects.get(codename="view_item"))
    client = client_of(bob)
    page = client.get(f"{ADMIN}/item/").content.decode()
    assert "export_csv" in page
    assert "make_audio_again" not in page
    chosen(client, "item", "make_audio_again", rows["item"])
    assert not ItemAudio.objects.filter(state=AudioState.PENDING).exists()
    assert client.get(f"{ADMIN}/attempt/").status_code == 403


def test_what_is_deleted_goes_with_what_only_it_used(admin_client, rows):
    for name in ("item", "tag", "attempt", "itemlist", "practicegroup", "learntword"):
        url = f"{ADMIN}/{name}/{rows[name].pk}/delete/"
        assert admin_client.get(url).status_code == 200
        assert admin_client.post(url, {"post": "yes"}).status_code == 302
    for model in (Item, ItemAudio, Attempt, Miss, Tag, Repetition, PracticeGroup, Membership, Clip):
        assert not model.objects.exists(), model


def test_what_comes_and_goes_with_others_is_not_deleted_alone(admin_client, rows):
    for name in ("itemaudio", "miss", "repetition", "listeditem", "membership"):
        url = f"{ADMIN}/{name}/{rows[name].pk}/delete/"
        assert admin_client.post(url, {"post": "yes"}).status_code == 403


def test_a_list_asks_as_often_for_many_as_for_few(alice, admin_client, django_assert_max_num_queries):
    for number in range(10):
        make_attempt(alice, make_item(alice, text=f"Number {number}", is_ready=number < 3))
    for name in ("item", "attempt", "itemaudio"):
        with django_assert_max_num_queries(14):
            assert admin_client.get(f"{ADMIN}/{name}/").status_code == 200
