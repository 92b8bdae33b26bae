"""What goes with a profile, what stays, who uses it; and two at once."""

import io
import json
import threading
import zipfile
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.services.deletion import remove_person
from clips.models import Clip
from common.errors import AppError, NotFound
from history.models import Entry
from history.services import discard as discard_entry
from jobs.models import Job
from jobs.registry import periodic_kinds
from profiles import services, usage
from profiles.models import Avatar, Profile, Sample
from profiles.samples.services import add_sample
from profiles.usage import used_by
from tests.accounts.test_export_and_deletion import export_of
from tests.profiles.builders import make_profile
from tests.profiles.pictures import picture, upload
from tests.speak.builders import make_take


def later(minutes: int) -> None:
    Profile.objects.exclude(deleted_at=None).update(deleted_at=timezone.now() - timedelta(minutes=minutes))


def use(profile: Profile) -> Entry:
    return make_take(profile.owner, profile=profile, profile_name=profile.name, speed=1.5)


def test_who_uses_it_is_counted(alice, bob, api_of):
    profile, other = make_profile(alice), make_profile(alice, "Other")
    address = f"/api/profiles/{profile.pk}"
    assert api_of(alice).get(address).json()["used_by"] == {}
    for _ in range(3):
        use(profile)
    use(other)
    discard_entry(entry=use(profile))
    assert api_of(alice).get(address).json()["used_by"] == {"entries of the history": 3}


def test_no_more_are_counted_than_matters(alice, monkeypatch):
    monkeypatch.setattr(usage, "COUNTED_AT_MOST", 2)
    profile = make_profile(alice)
    for _ in range(3):
        use(profile)
    assert [str(user) for user in used_by(profile)] == ["2 entries of the history"]


def test_its_own_parts_do_not_use_it(alice, long_clip):
    profile = make_profile(alice)
    add_sample(profile=profile, clip=long_clip(alice))
    services.set_avatar(profile=profile, file=upload(picture()))
    assert used_by(profile) == []


def test_the_history_stays_readable_when_its_profile_is_purged(alice, api_of):
    profile = make_profile(alice)
    entry = use(profile)
    assert api_of(alice).delete(f"/api/profiles/{profile.pk}").status_code == 204
    later(minutes=2)
    assert services.purge_discarded() == 1
    told = api_of(alice).get(f"/api/history/{entry.pk}").json()
    assert (told["profile_id"], told["profile_name"], told["speed"]) == (None, "Narrator", 1.5)
    assert told["voice"] == "low"
    assert api_of(alice).get("/api/history?profile=Narrator").json()["total"] == 1


def test_a_long_history_lets_go_of_a_profile_in_batches(alice, monkeypatch):
    monkeypatch.setattr(usage, "AT_ONCE", 2)
    profile = make_profile(alice)
    for _ in range(5):
        use(profile)
    services.delete_profile(profile=profile)
    assert Entry.objects.filter(profile=None, profile_name="Narrator").count() == 5


def test_what_is_deleted_is_purged_after_a_while_and_not_before(alice):
    profile, kept = make_profile(alice), make_profile(alice, "Kept")
    services.discard(profile=profile)
    assert services.purge_discarded() == 0
    later(minutes=2)
    assert services.purge_discarded() == 1
    assert list(Profile.objects.all()) == [kept]
    with pytest.raises(NotFound):
        services.restore(profile=profile)
    assert "profiles.purge" in {kind.name for kind in periodic_kinds()}


def test_samples_and_pictures_go_with_it_and_clips_of_the_library_stay(
    alice, long_clip, django_capture_on_commit_callbacks
):
    from django.core.files.base import ContentFile

    from tests import audio_files

    profile = make_profile(alice)
    kept = long_clip(alice)
    add_sample(profile=profile, clip=kept)
    file = ContentFile(audio_files.wav(2.0, rate=8000), name="a.wav")
    own = add_sample(profile=profile, file=file).clip
    services.set_avatar(profile=profile, file=upload(picture()))
    copy = services.duplicate(profile=profile)
    assert [sample.clip for sample in copy.samples.all()] == [kept, own]
    with django_capture_on_commit_callbacks(execute=True):
        services.delete_profile(profile=profile)
    assert Clip.objects.filter(pk=own.pk).exists()  # the copy has it still
    with django_capture_on_commit_callbacks(execute=True):
        services.delete_profile(profile=copy)
    assert not Sample.objects.exists()
    assert not Avatar.objects.exists()
    assert list(Clip.objects.all()) == [kept]


def test_what_nobody_heard_yet_is_heard_for_the_copy_too(alice, long_clip):
    profile = make_profile(alice)
    unheard = add_sample(profile=profile, clip=long_clip(alice))
    add_sample(profile=profile, clip=long_clip(alice), transcript="As it is.")
    copied = services.duplicate(profile=profile).samples.first()
    listened = [job.params["sample_id"] for job in Job.objects.active().order_by("created_at")]
    assert listened == [str(unheard.pk), str(copied.pk)]


@pytest.mark.parametrize(
    "call",
    [
        lambda profile: services.update_profile(profile=profile, name="Back"),
        lambda profile: services.make_default(profile=profile),
        lambda profile: services.duplicate(profile=profile),
        lambda profile: services.discard(profile=profile),
        lambda profile: services.set_avatar(profile=profile, file=upload(picture())),
        lambda profile: services.remove_avatar(profile=profile),
    ],
)
def test_what_was_deleted_meanwhile_is_not_found_and_stays_deleted(alice, call):
    profile = make_profile(alice)
    services.discard(profile=profile)
    with pytest.raises(NotFound):
        call(profile)
    services.delete_profile(profile=profile)
    with pytest.raises(NotFound):
        call(profile)
    with pytest.raises(NotFound):
        services.delete_profile(profile=profile)
    assert not Profile.objects.exists()


def test_the_database_holds_the_rules_too(alice):
    profile = make_profile(alice, is_default=True)

    def refuses(**fields):
        values = {"name": "B", "name_folded": "b", "backend": "fake", "voice": "low", **fields}
        with pytest.raises(IntegrityError), transaction.atomic():
            Profile.objects.create(owner=alice, **values)

    refuses(name_folded=profile.name_folded)
    refuses(is_default=True)
    refuses(speed=5.0)
    refuses(format="m4b")
    refuses(voice="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Profile.objects.filter(pk=profile.pk).update(deleted_at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_of_many_who_choose_a_default_at_once_one_wins_and_none_fails(alice):
    profiles = [make_profile(alice, f"Number {number}") for number in range(4)]

    def work(number: int) -> None:
        services.make_default(profile=profiles[number])

    assert together(work, 4) == []
    assert Profile.objects.filter(is_default=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_make_the_same_one_wins_and_the_others_are_told(alice):
    def work(number: int) -> None:
        make_profile(alice, "Narrator", is_default=True)

    errors = together(work, 4)
    assert [(error.status, getattr(error, "code", None)) for error in errors] == [(409, "name_taken")] * 3
    assert Profile.objects.get().is_default


@pytest.mark.django_db(transaction=True)
def test_copies_made_at_once_have_names_of_their_own(alice):
    profile = make_profile(alice)
    assert together(lambda number: services.duplicate(profile=profile), 3) == []
    names = sorted(Profile.objects.exclude(pk=profile.pk).values_list("name", flat=True))
    assert names == ["Narrator copy", "Narrator copy 2", "Narrator copy 3"]


@pytest.mark.django_db(transaction=True)
def test_no_more_fit_in_at_once_than_one_by_one(alice, monkeypatch):
    monkeypatch.setattr(services, "PROFILES_AT_MOST", 2)
    errors = together(lambda number: make_profile(alice, f"Number {number}"), 4)
    assert [getattr(error, "code", None) for error in errors] == ["too_many_profiles"] * 2
    assert Profile.objects.count() == 2


def together(work, count: int) -> list[Exception]:
    """What went wrong in `count` threads that begin at the same moment."""
    errors: list[Exception] = []
    start = threading.Barrier(count)

    def run(number: int) -> None:
        start.wait(30)
        try:
            work(number)
        except AppError as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return errors


def test_an_export_holds_the_profiles_and_their_pictures(alice, bob):
    profile = make_profile(alice, note="My own")
    avatar = services.set_avatar(profile=profile, file=upload(picture()))
    services.set_avatar(profile=make_profile(bob, "Bobs"), file=upload(picture()))
    archive = export_of(alice)
    (row,) = json.loads(archive.read("profiles.profile.json"))
    assert (row["name"], row["note"], row["voice"]) == ("Narrator", "My own", "low")
    assert archive.read(f"files/profiles.avatar/{avatar.pk}.webp") == bytes(avatar.image)
    assert len([name for name in archive.namelist() if name.endswith(".webp")]) == 1
    assert zipfile.ZipFile(io.BytesIO(archive.fp.getvalue())).testzip() is None


def test_an_account_takes_its_profiles_along(
    alice, admin_user, long_clip, django_capture_on_commit_callbacks
):
    profile = make_profile(alice, is_default=True)
    add_sample(profile=profile, clip=long_clip(alice))
    services.set_avatar(profile=profile, file=upload(picture()))
    use(profile)
    with django_capture_on_commit_callbacks(execute=True):
        remove_person(user=alice, by=admin_user)
    for model in (Profile, Avatar, Sample, Clip, Entry):
        assert not model.objects.exists()
