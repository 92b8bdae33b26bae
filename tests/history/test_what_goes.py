"""What goes with a person, a take or a clip, and what stays: rows and files."""

import pytest
from django.core.files.storage import default_storage

from clips.models import Clip
from clips.services import keep
from history.models import Entry, HistoryPreferences, Kind
from history.preferences import change_preferences
from history.search import Search
from history.services import delete_entry
from history.takes import save_as_take
from tests.clips.builders import make_byproduct
from tests.conftest import PASSWORD, make_user
from tests.history.builders import make_entry
from transcribe.models import Transcript, TranscriptSegment


def heard(owner, **fields) -> Entry:
    entry = make_entry(owner, kind=Kind.STT, **fields)
    transcript = Transcript.objects.create(owner=owner, entry=entry)
    TranscriptSegment.objects.create(
        owner=owner, transcript=transcript, position=0, start_seconds=0, end_seconds=1, text=entry.text
    )
    return entry


@pytest.mark.django_db(transaction=True)
def test_with_an_account_goes_all_of_its_history(client_of):
    alice, bob = make_user("alice"), make_user("bob")
    change_preferences(user=alice, keeps_audio=True)
    gone = [make_byproduct(alice) for _ in range(2)]
    kept = make_byproduct(bob)
    make_entry(alice, text="Secret words", clip=gone[0])
    heard(alice, clip=gone[1])
    heard(bob, clip=kept)
    assert client_of(alice).post("/settings/data/delete/", {"password": PASSWORD}).status_code == 302
    assert {entry.owner for entry in Entry.objects.all()} == {bob}
    assert Transcript.objects.count() == TranscriptSegment.objects.count() == 1
    assert not HistoryPreferences.objects.exists()
    assert list(Clip.objects.all()) == [kept]
    assert [default_storage.exists(clip.file_name) for clip in (*gone, kept)] == [False, False, True]
    found = Search("secret").matching(Entry.objects.all(), owner=alice)
    assert not found.exists()


@pytest.mark.django_db(transaction=True)
def test_a_clip_goes_with_the_last_take_that_has_it(alice):
    clip = make_byproduct(alice)
    first = heard(alice, clip=clip)
    second = Entry(
        owner=alice, kind=Kind.STT, title="Again", engine="whisper-base", model="whisper-1", clip=clip
    )
    save_as_take(second, of=first)
    delete_entry(entry=first)
    assert default_storage.exists(clip.file_name)
    delete_entry(entry=second)
    assert not Clip.objects.exists()
    assert not default_storage.exists(clip.file_name)


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_in_the_library_outlives_its_entry(alice):
    clip = make_byproduct(alice)
    entry = make_entry(alice, clip=clip)
    keep(clip=clip)
    delete_entry(entry=entry)
    assert Clip.objects.get().kept
    assert default_storage.exists(clip.file_name)


def test_an_entry_remembers_the_profile_that_is_gone(alice, api_of):
    """Its name and its settings are the entry's own: no row of it is needed to read, or to make it again."""
    entry = make_entry(alice, profile_name="Narrator", speed=1.2, settings={"seed": 4})
    told = api_of(alice).get(f"/api/history/{entry.pk}").json()
    assert (told["profile_name"], told["speed"], told["settings"]["seed"]) == ("Narrator", 1.2, 4)
    assert api_of(alice).get("/api/history?profile=Narrator").json()["total"] == 1
