"""How long a conversion stays, and what goes with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clips.models import Clip
from history.models import Entry, Keeps
from history.preferences import PAGE_KEEPS_FOR, change_preferences
from history.services import discard, purge_discarded
from jobs.models import Job
from jobs.services import cancel
from speak.conversions.tidying import FAILED_STAY_FOR, tidy_conversions
from speak.models import Conversion
from tests.speak.conversions.builders import URL, asked, do_jobs, downloaded, make_conversion, spoken

pytestmark = pytest.mark.django_db


def test_deleting_takes_its_sound_along(alice, api):
    conversion = spoken(make_conversion(alice))
    assert api.delete(f"{URL}/{conversion.pk}").status_code == 204
    assert api.get(f"{URL}/{conversion.pk}").status_code == 404
    assert api.delete(f"{URL}/{conversion.pk}").status_code == 404
    Entry.objects.update(deleted_at=timezone.now() - timedelta(days=1))
    purge_discarded()
    assert not Clip.objects.exists()


def test_deleting_leaves_a_favourite(alice, api):
    conversion = spoken(make_conversion(alice))
    Entry.objects.update(is_favourite=True)
    api.delete(f"{URL}/{conversion.pk}")
    assert Entry.objects.get(deleted_at=None).clip is not None


def test_deleting_what_is_under_way_stops_it(alice, api, fake):
    conversion = make_conversion(alice)
    api.delete(f"{URL}/{conversion.pk}")
    do_jobs()
    assert fake.spoken == []
    assert Job.objects.get().state == "cancelled"


def test_what_is_deleted_while_it_is_spoken_leaves_nothing(alice, api, fake, monkeypatch):
    conversion = make_conversion(alice)
    synthesize = fake.synthesize

    def deleting(request, **rest):
        Conversion.objects.filter(pk=conversion.pk).delete()
        return synthesize(request, **rest)

    monkeypatch.setattr(fake, "synthesize", deleting)
    do_jobs()
    assert not Clip.objects.exists()
    assert not Entry.objects.exists()


def test_where_nothing_is_kept_it_is_there_for_a_while(alice, api):
    change_preferences(user=alice, keeps=Keeps.NOTHING)
    conversion = spoken(make_conversion(alice))
    assert downloaded(api, conversion.pk).status_code == 200
    assert conversion.text == ""
    assert not Entry.objects.exists()
    tidy_conversions()
    assert Conversion.objects.exists()
    Conversion.objects.update(completed_at=timezone.now() - PAGE_KEEPS_FOR - timedelta(minutes=1))
    tidy_conversions()
    assert not Conversion.objects.exists()
    assert not Clip.objects.exists()


def test_where_no_text_is_kept_it_keeps_none(alice, api):
    change_preferences(user=alice, keeps=Keeps.NO_TEXT)
    first = spoken(make_conversion(alice))
    assert first.text == ""
    assert asked(api)["conversion_id"] == str(first.pk)


def test_what_nobody_can_hear_any_more_goes(alice, api):
    heard, unheard = spoken(make_conversion(alice, "One.")), spoken(make_conversion(alice, "Two."))
    failed = make_conversion(alice, "Three.")
    cancel(job=failed.job)
    discard(entry=Entry.objects.get(pk=unheard.entry_id))
    Entry.objects.exclude(deleted_at=None).update(deleted_at=timezone.now() - timedelta(days=1))
    purge_discarded()
    tidy_conversions()
    assert Conversion.objects.get(pk=failed.pk).state == "failed"
    long_ago = timezone.now() - FAILED_STAY_FOR - timedelta(minutes=1)
    Conversion.objects.update(completed_at=long_ago)
    Conversion.objects.filter(pk=failed.pk).update(failed_at=long_ago)
    tidy_conversions()
    assert list(Conversion.objects.all()) == [heard]
