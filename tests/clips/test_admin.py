"""Clips for administrators."""

import pytest

from clips.models import Clip
from tests.clips.builders import another_app, make_clip, many_rows


@pytest.fixture
def admin(admin_user, client_of):
    return client_of(admin_user)


def test_the_list_tells_and_takes_few_queries(alice, admin, django_assert_max_num_queries):
    many_rows(alice, 30)
    admin.get("/admin/clips/clip/")
    with django_assert_max_num_queries(12):
        page = admin.get("/admin/clips/clip/").content.decode()
    for expected in ("Clip 001", "alice", "pcm_s16le", "4.7"):
        assert expected in page


@pytest.mark.parametrize(
    "query", ["q=alice", "q=Hello", "file=missing", "kept__exact=1", "deleted_at__isempty=1", "o=5.-6"]
)
def test_search_filters_and_orders_work(alice, admin, query):
    make_clip(alice, "Hello")
    assert admin.get(f"/admin/clips/clip/?{query}").status_code == 200


def test_a_clip_is_shown_and_only_its_title_can_be_edited(alice, bob, admin):
    clip = make_clip(alice, "Hello")
    url = f"/admin/clips/clip/{clip.pk}/change/"
    assert clip.sha256 in admin.get(url).content.decode()
    form = {
        "title": " Re\u202enamed ",
        "owner": str(bob.pk),
        "file": "clips/../../secret",
        "bytes": "1",
    }
    assert admin.post(url, form).status_code == 302
    changed = Clip.objects.get()
    assert (changed.title, changed.owner) == ("Renamed", alice)
    assert (changed.file.name, changed.bytes) == (clip.file.name, clip.bytes)


def test_a_title_of_nothing_that_shows_is_refused(alice, admin):
    clip = make_clip(alice, "Hello")
    page = admin.post(f"/admin/clips/clip/{clip.pk}/change/", {"title": "\u202e"})
    assert "Give the clip a title." in page.content.decode()


def test_what_is_in_use_is_not_deleted(alice, admin):
    used, unused = make_clip(alice, "Jingle"), make_clip(alice, "Spare")
    both = {"action": "delete_selected", "_selected_action": [str(used.pk), str(unused.pk)], "post": "yes"}
    with another_app() as shelf:
        shelf.objects.create(spare=used)
        for url, form in (
            ("/admin/clips/clip/", both),
            (f"/admin/clips/clip/{used.pk}/delete/", {"post": "yes"}),
        ):
            assert "“Jingle” is used by 1 shelf" in admin.post(url, form).content.decode()
        assert Clip.objects.count() == 2
        shelf.objects.all().delete()
        admin.post("/admin/clips/clip/", both)
    assert not Clip.objects.exists()


def test_clips_are_not_added_by_hand(admin):
    assert admin.get("/admin/clips/clip/add/").status_code == 403


def test_chosen_clips_are_measured_again(alice, admin):
    clip = make_clip(alice)
    Clip.objects.update(channels=7)
    admin.post("/admin/clips/clip/", {"action": "measure_again", "_selected_action": [str(clip.pk)]})
    assert Clip.objects.get().channels == 1
