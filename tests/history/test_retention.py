"""A history stays within its limits: the oldest go, and what is loved, kept, used or played stays."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from clips import services as clips
from clips.models import Clip
from history import retention
from history.limits import Limits, limits_of
from history.models import Entry, State
from history.preferences import change_preferences
from history.retention import tidy
from tests.clips.builders import another_app
from tests.history.builders import make_entry
from tests.history.retained import ago, give_audio, has_file, make_heard, make_past, titles_of

MIB = 1024 * 1024


@pytest.fixture(autouse=True)
def no_rest(monkeypatch):
    monkeypatch.setattr(retention, "REST_MOST_SECONDS", 0)


@pytest.fixture
def wants(alice):
    return lambda **limits: change_preferences(user=alice, **limits)


@pytest.fixture
def site(settings):
    def allows(**ceilings):
        settings.CONFIG = settings.CONFIG.model_copy(update=ceilings)

    return allows


def test_without_limits_everything_stays(alice):
    make_past(alice, 3, hours_apart=24 * 365)
    assert not any(tidy(alice).as_dict().values())
    assert titles_of(alice) == ["1", "2", "3"]


def test_of_too_many_the_oldest_go(alice, wants):
    make_past(alice, 5)
    wants(most_entries=3)
    assert tidy(alice).entries_removed == 2
    assert titles_of(alice) == ["3", "4", "5"]
    assert tidy(alice).entries_removed == 0


def test_favourites_count_and_stay(alice, wants):
    first, *_ = make_past(alice, 5)
    Entry.objects.filter(pk=first.pk).update(is_favourite=True)
    wants(most_entries=3)
    tidy(alice)
    assert titles_of(alice) == ["1", "4", "5"]


def test_favourites_beyond_a_limit_leave_room_for_nothing_else(alice, wants):
    make_past(alice, 3, is_favourite=True)
    make_entry(alice, "New")
    wants(most_entries=2)
    tidy(alice)
    assert titles_of(alice) == ["1", "2", "3"]


@pytest.mark.parametrize("state", [State.NEW, State.MAKING])
def test_what_is_being_made_stays(alice, wants, state):
    make_past(alice, 2, hours_apart=24 * 100, state=state)
    wants(most_entries=1, most_days=1)
    assert tidy(alice).entries_removed == 0


def test_what_is_too_old_goes(alice, wants):
    make_past(alice, 5, hours_apart=24)
    wants(most_days=3)
    tidy(alice)
    assert titles_of(alice) == ["3", "4", "5"]


def test_of_too_much_audio_the_oldest_goes_with_its_files(alice, wants, django_capture_on_commit_callbacks):
    entries = make_heard(alice, 4, audio_bytes=MIB)
    make_past(alice, 1)  # without audio, and nothing is gained by removing it
    wants(most_mib=2)
    with django_capture_on_commit_callbacks(execute=True):
        assert tidy(alice).clips_removed == 2
    assert titles_of(alice) == ["3", "4", "1"]
    assert [has_file(entry.clip) for entry in entries] == [False, False, True, True]
    assert Clip.objects.count() == 2


def test_audio_in_the_library_counts_for_nothing_and_stays(alice, wants, django_capture_on_commit_callbacks):
    kept, *_ = entries = make_heard(alice, 4, audio_bytes=MIB)
    clips.keep(clip=kept.clip)
    wants(most_mib=3)
    assert tidy(alice).entries_removed == 0
    wants(most_entries=3)
    with django_capture_on_commit_callbacks(execute=True):
        tidy(alice)
    assert titles_of(alice) == ["2", "3", "4"]
    assert all(has_file(entry.clip) for entry in entries)


def test_audio_of_two_entries_goes_with_the_second(alice, wants, django_capture_on_commit_callbacks):
    first, second, _ = make_heard(alice, 3, audio_bytes=MIB)
    Entry.objects.filter(pk=second.pk).update(clip=first.clip)
    clips.release(clip=second.clip)
    wants(most_entries=2)
    with django_capture_on_commit_callbacks(execute=True):
        assert tidy(alice).clips_removed == 0
    assert has_file(first.clip)
    wants(most_entries=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert tidy(alice).clips_removed == 1
    assert not has_file(first.clip)


def test_audio_that_something_else_uses_is_not_removed_for_its_size(alice, wants):
    used, shared, sharing, _ = make_heard(alice, 4, audio_bytes=MIB)
    Entry.objects.filter(pk=sharing.pk).update(clip=shared.clip)
    with another_app() as shelf:
        shelf.objects.create(clip=used.clip)
        wants(most_mib=1)
        assert tidy(alice).entries_removed == 0
        wants(keeps_audio=False)
        tidy(alice)
        held = Entry.objects.exclude(clip=None).order_by("created_at")
        assert [entry.title for entry in held] == ["Number 1", "Number 2", "Number 3"]
        shelf.objects.all().delete()


def test_what_is_being_played_goes_the_next_time_and_nothing_newer_instead(alice, wants):
    first, second, *_ = make_heard(alice, 4)
    Clip.objects.filter(pk=first.clip_id).update(played_at=ago(minutes=5))
    Clip.objects.filter(pk=second.clip_id).update(played_at=ago(minutes=11))
    wants(most_entries=2)
    tidy(alice)
    assert titles_of(alice) == ["1", "3", "4"]
    Clip.objects.update(played_at=ago(minutes=11))
    tidy(alice)
    assert titles_of(alice) == ["3", "4"]


def test_listening_keeps_an_entry_for_a_while(alice, wants, client_of, api_of):
    first, *_ = make_heard(alice, 2)
    response = api_of(alice).get(f"/api/history/{first.pk}/audio", headers={"Range": "bytes=0-9"})
    assert len(response.getvalue()) == 10
    wants(most_entries=1)
    assert tidy(alice).entries_removed == 0


def test_what_has_expired_goes_unless_it_is_a_favourite(alice):
    make_past(alice, 3, expires_at=ago(minutes=1))
    make_entry(alice, "Later", expires_at=ago(minutes=-1))
    Entry.objects.filter(title="Number 2").update(is_favourite=True)
    Entry.objects.filter(title="Number 3").update(state=State.MAKING)
    assert tidy(alice).entries_removed == 1
    assert titles_of(alice) == ["2", "3", "Later"]


def test_where_no_audio_is_kept_the_row_stays(alice, wants, django_capture_on_commit_callbacks):
    plain, loved, kept, new = make_heard(alice, 4)
    Entry.objects.filter(pk=loved.pk).update(is_favourite=True)
    clips.keep(clip=kept.clip)
    Entry.objects.filter(pk=new.pk).update(updated_at=ago(minutes=5))
    wants(keeps_audio=False)
    with django_capture_on_commit_callbacks(execute=True):
        assert tidy(alice).clips_removed == 1
    assert titles_of(alice) == ["1", "2", "3", "4"]
    assert [has_file(entry.clip) for entry in (plain, loved, kept, new)] == [False, True, True, True]
    plain.refresh_from_db()
    assert not plain.has_audio


def test_the_sites_ceilings_hold_beside_what_a_person_wants(alice, bob, wants, site):
    site(history_max_entries=3, history_max_days=30, history_keep_audio=False)
    wants(most_entries=5, most_days=7, most_mib=9)
    assert limits_of(alice) == Limits(most_entries=3, most_mib=9, most_days=7, keeps_audio=False)
    assert limits_of(bob) == Limits(most_entries=3, most_mib=None, most_days=30, keeps_audio=False)
    make_past(alice, 5)
    tidy(alice)
    assert titles_of(alice) == ["3", "4", "5"]


def test_nobody_elses_rows_are_touched(alice, bob, wants):
    make_past(bob, 3, hours_apart=24 * 100, expires_at=ago(minutes=1))
    make_past(alice, 3)
    wants(most_entries=1, most_days=1, most_mib=1, keeps_audio=False)
    tidy(alice)
    assert len(titles_of(bob)) == 3


def test_what_was_deleted_is_left_to_be_brought_back(alice, wants):
    gone, *_ = make_past(alice, 3)
    Entry.objects.filter(pk=gone.pk).update(deleted_at=ago(seconds=5))
    wants(most_entries=2)
    assert tidy(alice).entries_removed == 0
    assert Entry.objects.count() == 3


def test_where_the_current_take_goes_another_one_counts(alice, wants):
    first, second, third = make_past(alice, 3)
    for number, take in enumerate((second, third), start=2):
        Entry.objects.filter(pk=take.pk).update(lineage=first.lineage, take_number=number, is_current=False)
    wants(most_entries=2)
    tidy(alice)
    assert [entry.title for entry in Entry.objects.filter(is_current=True)] == ["Number 3"]


def test_it_goes_batch_by_batch_and_stops_where_it_is_told_to(alice, wants, monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    make_past(alice, 7)
    wants(most_entries=2)
    seen = []

    def stop(tidied):
        seen.append(tidied.entries_removed)
        if len(seen) == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        tidy(alice, on_batch=stop)
    assert seen == [2, 4]
    assert titles_of(alice) == ["5", "6", "7"]
    assert tidy(alice).entries_removed == 1


@pytest.mark.django_db(transaction=True)
def test_killed_in_a_batch_nothing_of_that_batch_is_gone(alice, wants, monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    entries = make_heard(alice, 5)
    wants(most_entries=1)
    release_many = clips.release_many
    releases = []

    def killed_at_the_second(**given):
        releases.append(given)
        if len(releases) == 2:
            raise KeyboardInterrupt
        return release_many(**given)

    monkeypatch.setattr("history.services.release_many", killed_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        tidy(alice)
    assert titles_of(alice) == ["3", "4", "5"]
    assert [has_file(entry.clip) for entry in entries] == [False, False, True, True, True]
    assert tidy(alice).entries_removed == 2


def test_two_at_once_remove_no_more_than_one(alice, wants, monkeypatch):
    """The second begins, and ends, after the first batch of the first."""
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    make_past(alice, 9)
    wants(most_entries=3)
    others = []

    def meanwhile(_):
        if not others:
            others.append(None)
            others.append(tidy(alice))

    first = tidy(alice, on_batch=meanwhile)
    assert (first.entries_removed, others[1].entries_removed) == (2, 4)
    assert titles_of(alice) == ["7", "8", "9"]


@pytest.mark.django_db(transaction=True)
def test_two_threads_at_once_remove_no_more_than_one(alice, wants, monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 3)
    make_past(alice, 30)
    wants(most_entries=6)

    def tidied(_):
        try:
            return tidy(alice).entries_removed
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert sum(threads.map(tidied, range(2))) == 24
    assert titles_of(alice) == ["25", "26", "27", "28", "29", "30"]


def test_a_favourite_made_meanwhile_stays(alice, wants, monkeypatch):
    entries = make_past(alice, 3)
    wants(most_entries=1)
    locked = retention._locked

    def after_a_click(chore, places):
        Entry.objects.filter(pk=entries[0].pk).update(is_favourite=True)
        return locked(chore, places)

    monkeypatch.setattr(retention, "_locked", after_a_click)
    assert tidy(alice).entries_removed == 1
    assert "1" in titles_of(alice)


def test_a_larger_batch_asks_no_more(alice, bob):
    counts = []
    for person, count in ((alice, 3), (bob, 40)):
        make_heard(person, count)
        change_preferences(user=person, most_entries=1)
        with CaptureQueriesContext(connection) as asked:
            assert tidy(person).entries_removed == count - 1
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_audio_is_gone_only_once_its_row_is(alice, wants):
    entry, _ = make_heard(alice, 2)
    wants(most_entries=1)
    with transaction.atomic():
        tidy(alice)
        transaction.set_rollback(True)
    assert len(titles_of(alice)) == 2
    assert has_file(entry.clip)


def test_audio_of_a_deleted_library_clip_is_missed_by_nobody(
    alice, api_of, django_capture_on_commit_callbacks
):
    entry = make_entry(alice)
    clip = give_audio(entry, kept=True)
    api = api_of(alice)
    assert api.get(f"/api/history/{entry.pk}").json()["audio_url"]
    with django_capture_on_commit_callbacks(execute=True):
        clips.discard(clip=clip)
        assert api.get(f"/api/history/{entry.pk}").json()["audio_url"] is None
        Clip.objects.update(deleted_at=ago(minutes=5))
        assert clips.purge_discarded() == 1
    assert not has_file(clip)
    assert api.get(f"/api/history/{entry.pk}").json()["audio_url"] is None
    assert api.get(f"/api/history/{entry.pk}/audio").json()["error"]["code"] == "no_audio"
