"""A clip goes when nothing refers to it, and its file goes with it."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clips import services
from clips.models import Clip
from clips.queries import clips_of, library_of, storage_used_bytes
from clips.referrers import referrers
from clips.space import require_quota
from common.errors import Conflict, OutOfSpace
from common.sizes import MIB
from tests.clips.builders import another_app, make_byproduct, make_clip


@pytest.fixture
def shelf(db):
    with another_app() as model:
        yield model


def has_file(clip: Clip) -> bool:
    return default_storage.exists(clip.file.name)


def test_deleting_removes_row_and_file(alice, django_capture_on_commit_callbacks):
    clip = make_clip(alice)
    with django_capture_on_commit_callbacks(execute=True):
        services.delete_clip(clip=clip)
    assert not Clip.objects.exists()
    assert not has_file(clip)


@pytest.mark.django_db(transaction=True)
def test_a_deletion_that_is_rolled_back_leaves_the_file(alice):
    clip = make_clip(alice)
    with transaction.atomic():
        services.delete_clip(clip=clip)
        transaction.set_rollback(True)
    assert Clip.objects.exists()
    assert has_file(clip)


def test_a_cascade_removes_the_files_too(alice, django_capture_on_commit_callbacks):
    clips = [make_clip(alice), make_byproduct(alice)]
    with django_capture_on_commit_callbacks(execute=True):
        alice.delete()
    assert not any(has_file(clip) for clip in clips)


def test_a_stream_under_way_is_not_cut_off(alice, client_of, django_capture_on_commit_callbacks):
    clip = make_clip(alice)
    response = client_of(alice).get(f"/clips/{clip.pk}/audio")
    with django_capture_on_commit_callbacks(execute=True):
        services.delete_clip(clip=clip)
    assert not has_file(clip)
    assert len(response.getvalue()) == clip.bytes


def test_referrers_are_found_in_any_app(alice, shelf):
    clip, other = make_clip(alice), make_clip(alice)
    shelf.objects.create(clip=clip)
    shelf.objects.create(clip=clip, spare=clip)
    shelf.objects.create(clip=other)
    (found,) = referrers(clip)
    assert str(found) == "3 shelves"
    assert str(referrers(other)[0]) == "1 shelf"


@pytest.mark.parametrize("remove", [services.delete_clip, services.discard])
def test_what_is_in_use_cannot_be_deleted(alice, shelf, remove):
    clip = make_clip(alice, "Jingle")
    shelf.objects.create(spare=clip)
    with pytest.raises(Conflict) as raised:
        remove(clip=clip)
    assert raised.value.message == "“Jingle” is used by 1 shelf. Remove it there first."
    assert clips_of(alice).get() == clip


def test_a_byproduct_goes_with_its_last_reference(alice, shelf, django_capture_on_commit_callbacks):
    clip = make_byproduct(alice)
    first, second = shelf.objects.create(clip=clip), shelf.objects.create(spare=clip)
    first.delete()
    assert not services.release(clip=clip)
    assert has_file(clip)
    second.delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert services.release(clip=clip)
    assert not Clip.objects.exists()
    assert not has_file(clip)


def test_what_its_owner_keeps_outlives_its_references(alice, shelf):
    clip = make_clip(alice)
    shelf.objects.create(clip=clip).delete()
    assert not services.release(clip=clip)
    assert has_file(clip)


def test_releasing_twice_is_no_error(alice):
    clip = make_byproduct(alice)
    assert services.release(clip=clip)
    assert not services.release(clip=clip)


def test_a_discarded_clip_is_out_of_sight_and_comes_back(alice):
    clip = make_clip(alice)
    services.discard(clip=clip)
    assert not clips_of(alice).exists()
    services.restore(clip=clip)
    assert library_of(alice).get() == clip


def test_a_discarded_clip_takes_room_until_it_is_purged(alice):
    """Otherwise one could fill the disk by deleting after every upload, and bring it all back."""
    clip = make_clip(alice)
    alice.storage_quota_mib = 1
    services.discard(clip=clip)
    assert storage_used_bytes(alice) == clip.bytes
    with pytest.raises(OutOfSpace, match="a few minutes later"):
        require_quota(owner=alice, bytes_needed=MIB - clip.bytes + 1)
    services.restore(clip=clip)
    assert storage_used_bytes(alice) == clip.bytes
    services.discard(clip=clip)
    Clip.objects.update(deleted_at=timezone.now() - timedelta(minutes=5))
    services.purge_discarded()
    assert storage_used_bytes(alice) == 0


def test_purging_spares_what_can_still_be_brought_back(alice, django_capture_on_commit_callbacks):
    young, old = make_clip(alice), make_clip(alice)
    services.discard(clip=young)
    services.discard(clip=old)
    Clip.objects.filter(pk=old.pk).update(deleted_at=timezone.now() - timedelta(minutes=5))
    with django_capture_on_commit_callbacks(execute=True):
        assert services.purge_discarded() == 1
    assert Clip.objects.get() == young
    assert has_file(young)
    assert not has_file(old)


def test_a_discarded_clip_that_is_used_again_comes_back(alice, shelf):
    clip = make_clip(alice)
    services.discard(clip=clip)
    shelf.objects.create(spare=clip)
    Clip.objects.update(deleted_at=timezone.now() - timedelta(minutes=5))
    assert services.purge_discarded() == 0
    assert clips_of(alice).get() == clip


@pytest.mark.parametrize("remove", [services.delete_clip, services.discard])
def test_what_can_do_without_its_clip_does_not_hold_it(alice, shelf, remove):
    clip = make_clip(alice)
    shelf.objects.create(clip=clip)
    remove(clip=clip)
    assert not clips_of(alice).exists()


def test_who_can_do_without_a_clip_has_none_once_it_is_purged(
    alice, shelf, django_capture_on_commit_callbacks
):
    clip = make_clip(alice)
    row = shelf.objects.create(clip=clip)
    services.discard(clip=clip)
    Clip.objects.update(deleted_at=timezone.now() - timedelta(minutes=5))
    with django_capture_on_commit_callbacks(execute=True):
        assert services.purge_discarded() == 1
    row.refresh_from_db()
    assert row.clip_id is None
    assert not has_file(clip)


def test_of_many_released_those_go_that_nobody_keeps_or_uses(
    alice, shelf, django_capture_on_commit_callbacks
):
    kept, used, weakly_used = make_clip(alice), make_byproduct(alice), make_byproduct(alice)
    free = [make_byproduct(alice), make_byproduct(alice)]
    shelf.objects.create(spare=used)
    shelf.objects.create(clip=weakly_used)
    every = [kept, used, weakly_used, *free]
    with django_capture_on_commit_callbacks(execute=True):
        assert services.release_many(clip_ids=[clip.pk for clip in every]) == 2
    assert set(Clip.objects.all()) == {kept, used, weakly_used}
    assert [has_file(clip) for clip in every] == [True, True, True, False, False]


def test_releasing_many_asks_as_often_as_releasing_few(alice, shelf, django_assert_num_queries):
    few = [make_byproduct(alice).pk for _ in range(2)]
    many = [make_byproduct(alice).pk for _ in range(12)]
    with CaptureQueriesContext(connection) as asked:
        services.release_many(clip_ids=few)
    with django_assert_num_queries(len(asked)):
        services.release_many(clip_ids=many)


@pytest.mark.django_db(transaction=True)
def test_a_release_of_many_that_is_rolled_back_leaves_their_files(alice):
    clip = make_byproduct(alice)
    with transaction.atomic():
        services.release_many(clip_ids=[clip.pk])
        transaction.set_rollback(True)
    assert has_file(clip)
