"""Voice profiles: what is kept, what is refused, and that nothing is lost half-way."""

import uuid

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.errors import AppError, Conflict, NotFound
from profiles import services
from profiles.access import discarded_profile_for, profile_for
from profiles.models import Profile
from profiles.queries import default_of, profiles_of
from tests.profiles.builders import make_profile
from tests.speech.lexicon_builders import make_lexicon


def refusal_of(call, *args, **fields) -> tuple[str, str | None]:
    with pytest.raises(AppError) as caught:
        call(*args, **fields)
    return caught.value.code, caught.value.param


def test_what_is_left_out_has_its_default(alice):
    profile = profile_for(alice, make_profile(alice).pk)
    assert (profile.speed, profile.format, profile.effects, profile.seed) == (1.0, "mp3", [], None)
    assert (profile.model, profile.language, profile.blend, profile.note) == ("", "", "", "")
    assert not profile.is_default


def test_anothers_is_as_absent_as_none(alice, bob):
    profile = make_profile(alice)
    for pk in (profile.pk, uuid.uuid4()):
        with pytest.raises(NotFound):
            profile_for(bob, pk)
    services.discard(profile=profile)
    with pytest.raises(NotFound):
        discarded_profile_for(bob, profile.pk)
    with pytest.raises(NotFound):
        profile_for(alice, profile.pk)
    assert discarded_profile_for(alice, profile.pk) == profile


@pytest.mark.parametrize("again", ["Narrator", "NARRATOR", "  narrator ", "narRATOR\u200b"])
def test_a_name_is_there_once_whatever_its_case(alice, bob, again):
    make_profile(alice)
    make_profile(bob)
    assert refusal_of(make_profile, alice, again) == ("name_taken", "name")
    other = make_profile(alice, "Other")
    assert refusal_of(services.update_profile, profile=other, name=again) == ("name_taken", "name")
    assert profile_for(alice, other.pk).name == "Other"


def test_case_is_folded_beyond_ascii(alice):
    make_profile(alice, "Österreich")
    with pytest.raises(Conflict):
        make_profile(alice, "ÖSTERREICH")


def test_the_default_is_one_and_goes_with_its_profile(alice, bob):
    first, second = make_profile(alice, is_default=True), make_profile(alice, "Second")
    of_bob = make_profile(bob, is_default=True)
    assert default_of(alice) == first
    services.make_default(profile=second)
    assert default_of(alice) == second
    assert Profile.objects.filter(is_default=True).count() == 2
    services.discard(profile=second)
    assert default_of(alice) is None
    services.restore(profile=second)
    assert default_of(alice) is None
    assert default_of(bob) == of_bob


def test_a_change_leaves_what_it_does_not_name(alice):
    lexicon = make_lexicon(alice)
    profile = make_profile(alice, note="Old", speed=1.5, seed=7, lexicon_id=lexicon.pk)
    services.update_profile(profile=profile, note="New")
    changed = profile_for(alice, profile.pk)
    assert (changed.note, changed.speed, changed.seed, changed.lexicon) == ("New", 1.5, 7, lexicon)
    services.update_profile(profile=profile, speed=None, seed=None, lexicon_id=None)
    changed = profile_for(alice, profile.pk)
    assert (changed.speed, changed.seed, changed.lexicon) == (1.0, None, None)


def test_what_is_deleted_comes_back_until_its_name_is_taken(alice):
    profile = make_profile(alice)
    services.discard(profile=profile)
    make_profile(alice, "narrator")
    assert refusal_of(services.restore, profile=profile) == ("name_taken", "name")
    assert [found.name for found in profiles_of(alice)] == ["narrator"]


def test_a_copy_has_a_name_of_its_own(alice):
    profile = make_profile(alice, speed=1.5, seed=7, is_default=True)
    copies = [services.duplicate(profile=profile) for _ in range(3)]
    assert [copy.name for copy in copies] == ["Narrator copy", "Narrator copy 2", "Narrator copy 3"]
    assert (copies[0].speed, copies[0].seed, copies[0].is_default) == (1.5, 7, False)
    longest = make_profile(alice, "x" * 80)
    assert [services.duplicate(profile=longest).name[-3:] for _ in range(2)] == ["opy", "y 2"]


def test_there_is_room_for_so_many(alice, monkeypatch):
    monkeypatch.setattr(services, "PROFILES_AT_MOST", 1)
    profile = make_profile(alice)
    assert refusal_of(make_profile, alice, "Second") == ("too_many_profiles", None)
    assert refusal_of(services.duplicate, profile=profile) == ("too_many_profiles", None)
    services.discard(profile=profile)
    make_profile(alice, "Second")
    assert refusal_of(services.restore, profile=profile) == ("too_many_profiles", None)


CHANGES = {
    "make_default": lambda profile: services.make_default(profile=profile),
    "update": lambda profile: services.update_profile(profile=profile, is_default=True),
    "duplicate": lambda profile: services.duplicate(profile=profile),
    "restore": lambda profile: services.restore(profile=profile),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_person_is_locked_before_their_profiles_so_that_no_two_wait_for_each_other(alice, change):
    """PostgreSQL ends one of two that have what the other wants."""
    profile = make_profile(alice)
    if change == "restore":
        services.discard(profile=profile)
    with CaptureQueriesContext(connection) as queries:
        CHANGES[change](profile)
    tables = [model._meta.db_table for model in (get_user_model(), Profile)]
    read = [table for query in queries for table in tables if f'FROM "{table}"' in query["sql"]]
    assert read[:2] == tables
