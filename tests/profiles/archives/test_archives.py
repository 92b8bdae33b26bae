"""A profile given away and taken in: what comes out is what went in."""

import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from clips.models import Clip
from jobs.models import Job
from profiles.archives.importing import import_profile
from profiles.models import Profile
from profiles.samples.services import change_sample
from profiles.services import discard, set_avatar
from speech.lexicons.services import create_lexicon
from tests import audio_files
from tests.clips.test_storing import set_config
from tests.profiles.archives.builders import SAMPLE, SAMPLE_NAME, about_sample, archive, manifest, upload
from tests.profiles.builders import make_profile
from tests.profiles.samples.builders import make_sample, recording

ADDRESS = "/api/profiles/import"


@pytest.fixture
def narrator(alice):
    """Two samples, one of them changed, a picture, effects, a blend and a match."""
    found = {
        "blend": "anna(0.6)+bert(0.4)",
        "nearest": "anna",
        "similarity_before": 0.7,
        "similarity_after": 0.75,
        "ranking": [{"voice": "anna", "similarity": 0.7}],
        "evaluations": 9,
        "seconds": 12.5,
        "made_at": "2026-11-20T10:00:00+00:00",
        "warnings": [],
        "is_likeness": "It is one.",
    }
    profile = make_profile(
        alice,
        backend="blender",
        voice="anna",
        blend="anna(0.6)+bert(0.4)",
        note="Reads “slowly”.",
        speed=1.5,
        seed=7,
        format="flac",
        effects=[{"type": "reverb", "mix": 0.3}],
        match=found,
    )
    make_sample(profile, transcript="Hello there.", language="en")
    second = make_sample(
        profile, file=recording(name="b.flac", data=audio_files.flac(3)), transcript="Good evening."
    )
    change_sample(
        sample=second, trim_start_seconds=0.5, trim_end_seconds=2.0, is_enabled=False, is_denoised=True
    )
    set_avatar(profile=profile, file=ContentFile(audio_files.png(), name="a.png"))
    return profile


def exported(client, profile) -> bytes:
    answer = client.get(f"/api/profiles/{profile.pk}/export")
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def imported(client, data: bytes) -> dict:
    answer = client.post(ADDRESS, {"file": upload(data)})
    assert answer.status_code == 201, answer.json()
    return answer.json()


SPOKEN = ("note", "backend", "model", "voice", "language", "speed", "format", "blend", "effects", "seed")
OF_SAMPLE = (
    *("position", "transcript", "language", "is_transcript_edited", "is_enabled", "is_denoised"),
    *("trim_start_seconds", "trim_end_seconds"),
)


def test_a_profile_comes_back_as_it_was(alice, bob, api_of, narrator):
    got = imported(api_of(bob), exported(api_of(alice), narrator))
    copy = Profile.objects.get(pk=got["id"])
    assert (copy.owner, copy.name, copy.is_default, got["warnings"]) == (bob, "Narrator", False, [])
    assert {name: getattr(copy, name) for name in SPOKEN} == {
        name: getattr(narrator, name) for name in SPOKEN
    }
    assert copy.match["similarity_after"] == 0.75
    assert copy.match["is_likeness"] != "It is one."  # the site's own words
    pairs = list(zip(copy.samples.all(), narrator.samples.all(), strict=True))
    for theirs, ours in pairs:
        assert [getattr(theirs, name) for name in OF_SAMPLE] == [getattr(ours, name) for name in OF_SAMPLE]
        assert (theirs.clip.sha256, theirs.clip.title) == (ours.clip.sha256, ours.clip.title)
        assert (theirs.clip.owner, theirs.clip.kept) == (bob, False)
        assert theirs.quality["version"]
    assert len(pairs) == 2
    assert got["avatar_url"]


def test_it_holds_the_samples_as_they_are_kept(alice, api_of, narrator):
    with zipfile.ZipFile(io.BytesIO(exported(api_of(alice), narrator))) as packed:
        assert packed.namelist() == ["samples/01.wav", "samples/02.flac", "avatar.webp", "manifest.json"]
        assert packed.testzip() is None
        about = json.loads(packed.read("manifest.json"))
        [first, _] = narrator.samples.all()
        with default_storage.open(first.clip.file_name) as file:
            assert packed.read("samples/01.wav") == file.read()
    assert (about["format"], about["version"]) == ("voicesite-profile", 1)
    assert about["samples"][0]["sha256"] == first.clip.sha256


def test_the_same_profile_gives_the_same_bytes(alice, api_of, narrator):
    client = api_of(alice)
    assert exported(client, narrator) == exported(client, narrator)


def test_the_file_is_called_as_the_profile(alice, api_of):
    profile = make_profile(alice, "../Ada: “late”")
    answer = api_of(alice).get(f"/api/profiles/{profile.pk}/export")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "/" not in answer["Content-Disposition"].partition("filename")[2].replace("utf-8''", "")


def test_a_profile_without_samples_is_enough(alice, api_of):
    client = api_of(alice)
    got = imported(client, exported(client, make_profile(alice)))
    assert (got["name"], got["sample_count"], got["avatar_url"]) == ("Narrator 2", 0, None)


@pytest.mark.parametrize("written", ["Old  Man", "Old\tMan", " Old Man\u200b", "OLD MAN"])
def test_a_name_counts_as_taken_however_its_spaces_are_written(alice, api_of, written):
    make_profile(alice, "Old Man")
    name = imported(api_of(alice), archive(manifest(name=written)))["name"]
    assert name.casefold() == "old man 2"


def test_names_that_are_taken_get_a_number(alice, api_of):
    client, data = api_of(alice), archive()
    assert [imported(client, data)["name"] for _ in range(3)] == ["Narrator", "Narrator 2", "Narrator 3"]


def test_an_own_lexicon_stays_and_a_strange_one_is_left_out_and_told(alice, bob, api_of):
    lexicon = create_lexicon(owner=alice, name="House names")
    client = api_of(alice)
    data = exported(client, make_profile(alice, lexicon_id=lexicon.pk))
    assert imported(client, data)["lexicon_id"] == str(lexicon.pk)
    theirs = imported(api_of(bob), data)
    assert theirs["lexicon_id"] is None
    assert "House names" in theirs["warnings"][0]


def test_a_sample_without_a_transcript_is_listened_to(alice, api_of):
    imported(api_of(alice), archive(manifest(samples=[about_sample(transcript="")])))
    assert Job.objects.filter(owner=alice, kind="profiles.sample_transcript").count() == 1


def test_a_discarded_profile_is_not_exported(alice, api_of, narrator):
    discard(profile=narrator)
    assert api_of(alice).get(f"/api/profiles/{narrator.pk}/export").status_code == 404


def test_a_missing_recording_is_told_by_its_title(alice, api_of, narrator):
    clip = narrator.samples.first().clip
    default_storage.delete(clip.file_name)
    answer = api_of(alice).get(f"/api/profiles/{narrator.pk}/export")
    assert answer.status_code == 404
    assert clip.title in answer.json()["error"]["message"]


def test_a_match_that_somebody_made_up_stays_here(alice, api_of):
    profile = make_profile(alice, match={"anything": True})
    with zipfile.ZipFile(io.BytesIO(exported(api_of(alice), profile))) as packed:
        assert "match" not in json.loads(packed.read("manifest.json"))["profile"]


def test_a_full_quota_is_told_before_anything_is_unpacked(alice, api_of, nothing_is_left):
    alice.storage_quota_mib = 1
    alice.save()
    big = audio_files.wav(30, rate=24_000)
    data = archive(manifest(samples=[about_sample(big)]), [(SAMPLE_NAME, big)])
    with nothing_is_left():
        answer = api_of(alice).post(ADDRESS, {"file": upload(data)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (507, "out_of_space")


def test_a_full_disk_is_told_before_anything_is_unpacked(alice, api_of, nothing_is_left, monkeypatch):
    monkeypatch.setattr("clips.space.free_disk_bytes", lambda: 0)
    with nothing_is_left():
        answer = api_of(alice).post(ADDRESS, {"file": upload(archive())})
    assert (answer.status_code, answer.json()["error"]["code"]) == (507, "disk_full")


def test_an_archive_larger_than_is_taken_is_not_opened(alice, api_of, monkeypatch, nothing_is_left):
    monkeypatch.setattr("profiles.archives.limits.ARCHIVE_MAX_BYTES", 1000)
    with nothing_is_left():
        answer = api_of(alice).post(ADDRESS, {"file": upload(archive())})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "archive_too_large")


def test_a_sample_larger_than_a_file_may_be_is_refused(alice, api_of, settings, nothing_is_left):
    set_config(settings, upload_max_mib=1)
    big = audio_files.wav(30, rate=24_000)
    data = archive(manifest(samples=[about_sample(big)]), [(SAMPLE_NAME, big)])
    with nothing_is_left():
        answer = api_of(alice).post(ADDRESS, {"file": upload(data)})
    assert answer.status_code == 413
    assert SAMPLE_NAME in answer.json()["error"]["message"]


@pytest.mark.parametrize("where", ["keep_avatar", "create_profile", "_make_sample"])
def test_what_breaks_in_the_middle_leaves_nothing(
    alice, api_of, nothing_is_left, monkeypatch, narrator, where
):
    data = exported(api_of(alice), narrator)

    def broken(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(f"profiles.archives.importing.{where}", broken)
    with nothing_is_left(), pytest.raises(KeyboardInterrupt):
        import_profile(owner=alice, file=upload(data))


def test_nobody_but_a_file_is_taken(alice, api_of):
    client = api_of(alice)
    for body in ({}, {"file": "text"}):
        answer = client.post(ADDRESS, body, format="multipart")
        assert (answer.status_code, answer.json()["error"]["param"]) == (400, "file")
    assert client.post(ADDRESS, {}, format="json").status_code == 415


def test_too_many_profiles_are_told(alice, api_of, monkeypatch, nothing_is_left):
    monkeypatch.setattr("profiles.services.PROFILES_AT_MOST", 0)
    with nothing_is_left():
        answer = api_of(alice).post(ADDRESS, {"file": upload(archive())})
    assert answer.json()["error"]["code"] == "too_many_profiles"


def test_the_clips_go_with_the_profile(alice, api_of):
    got = imported(api_of(alice), archive())
    Profile.objects.get(pk=got["id"]).delete()
    assert not Clip.objects.filter(owner=alice).exists()


def test_an_archive_packed_anew_by_another_program_is_taken(alice, api_of):
    folder = zipfile.ZipInfo("samples/")
    members = [(folder, b""), (SAMPLE_NAME, SAMPLE)]
    got = imported(api_of(alice), archive(members=members, compression=zipfile.ZIP_DEFLATED))
    assert got["sample_count"] == 1


def test_the_page_takes_an_archive_without_scripts(alice, client_of):
    client = client_of(alice)
    assert b"multipart/form-data" in client.get("/voices/import/").content
    answer = client.post("/voices/import/", {"file": upload(archive())})
    profile = Profile.objects.get(owner=alice)
    assert (answer.status_code, answer.url) == (302, f"/voices/{profile.pk}/")


def test_the_page_says_in_its_place_what_is_wrong(alice, client_of):
    client = client_of(alice)
    for body, sentence in (({"file": upload(b"x")}, b"can&#x27;t be unpacked"), ({}, b"Choose an archive")):
        for headers in ({}, {"HX-Request": "true"}):
            answer = client.post("/voices/import/", body, headers=headers)
            assert answer.status_code == 422
            assert sentence in answer.content


def test_the_page_gives_the_same_archive(alice, bob, client_of, api_of, narrator):
    address = f"/voices/{narrator.pk}/export.zip"
    given = b"".join(client_of(alice).get(address).streaming_content)
    assert given == exported(api_of(alice), narrator)
    assert client_of(bob).get(address).status_code == 404
