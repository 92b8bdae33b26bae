"""Presets in Django's admin: looked at and deleted, never changed."""

import pytest

from profiles.models import EffectPreset
from tests.profiles.effects.builders import make_preset

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/profiles/effectpreset/"


def test_they_are_listed_and_looked_at(alice, admin_user, client_of):
    preset = make_preset(alice, "Old cellar")
    client = client_of(admin_user)
    assert "Old cellar" in client.get(ADDRESS).content.decode()
    assert client.get(f"{ADDRESS}{preset.pk}/change/").status_code == 200
    assert client.post(f"{ADDRESS}{preset.pk}/change/", {"name": "Mine now"}).status_code == 403
    assert client.get(f"{ADDRESS}add/").status_code == 403


def test_one_is_deleted(alice, admin_user, client_of):
    preset = make_preset(alice)
    client_of(admin_user).post(f"{ADDRESS}{preset.pk}/delete/", {"post": "yes"})
    assert not EffectPreset.objects.exists()
