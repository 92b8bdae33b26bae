"""Profiles in the admin: looked at, renamed and deleted through the services."""

import pytest

from profiles import services
from profiles.models import Profile
from tests.profiles.builders import make_profile
from tests.profiles.pictures import picture, upload


@pytest.fixture
def admin_client(admin_user, client_of):
    return client_of(admin_user)


def test_a_name_and_a_note_are_changed_and_nothing_else(alice, admin_client):
    profile = make_profile(alice, speed=1.5)
    url = f"/admin/profiles/profile/{profile.pk}/change/"
    assert admin_client.get(url).status_code == 200
    sent = {"name": "  New   name ", "note": "Hm", "speed": "4", "is_default": "on"}
    assert admin_client.post(url, sent).status_code == 302
    profile.refresh_from_db()
    assert (profile.name, profile.name_folded, profile.note) == ("New name", "new name", "Hm")
    assert (profile.speed, profile.is_default) == (1.5, False)


@pytest.mark.parametrize("name", ["", "OTHER", "x" * 81])
def test_a_wrong_name_is_told_in_place(alice, admin_client, name):
    make_profile(alice, "Other")
    profile = make_profile(alice)
    page = admin_client.post(f"/admin/profiles/profile/{profile.pk}/change/", {"name": name, "note": ""})
    assert page.status_code == 200
    assert "errorlist" in page.content.decode()
    assert Profile.objects.filter(name="Narrator").exists()


def test_a_profile_is_deleted_for_good(alice, admin_client):
    profile = make_profile(alice)
    services.set_avatar(profile=profile, file=upload(picture()))
    gone = admin_client.post(f"/admin/profiles/profile/{profile.pk}/delete/", {"post": "yes"})
    assert gone.status_code == 302
    assert not Profile.objects.exists()


def test_nobody_makes_one_for_others(admin_client):
    assert admin_client.get("/admin/profiles/profile/add/").status_code == 403


def test_a_picture_is_shown(alice, admin_client):
    avatar = services.set_avatar(profile=make_profile(alice), file=upload(picture()))
    for url in ("/admin/profiles/avatar/", f"/admin/profiles/avatar/{avatar.pk}/change/"):
        assert "data:image/webp;base64," in admin_client.get(url).content.decode()
