"""A search for a profile's voice: begun, done by a job, and taken where its owner wants it."""

import dataclasses

import pytest

from clips.models import Clip
from jobs.models import Job, State
from jobs.runner import run_job
from jobs.services import cancel
from profiles.models import Profile
from profiles.samples.services import change_sample
from profiles.services import discard
from speech.engines.errors import EngineUnavailable
from speech.matching import Stock, TooLittleSpeech
from speech.packs.store import PackState
from speech.recognition.base import RATE_HZ
from tests.answers import error_of
from tests.profiles.builders import make_profile
from tests.profiles.matching.conftest import FOUND
from tests.profiles.samples.builders import make_sample
from tests.speech.fake_site import put_engines


@pytest.fixture
def profile(alice):
    profile = make_profile(alice, "Ada")
    make_sample(profile, transcript="Good morning. It is late.", language="en")
    return profile


@pytest.fixture
def client(alice, api_of):
    return api_of(alice)


def address(profile, then: str = "") -> str:
    return f"/api/profiles/{profile.pk}/match{then}"


def asked_for(client, profile, **body) -> Job:
    answer = client.post(address(profile), body, format="json")
    assert answer.status_code == 202, answer.json()
    assert answer["Location"] == f"/api/jobs/{answer.json()['id']}"
    return Job.objects.get(pk=answer.json()["id"])


def done(job: Job) -> Job:
    run_job(str(job.pk))
    return Job.objects.get(pk=job.pk)


def test_what_is_found_is_the_jobs_result_and_the_profiles_match(client, profile):
    job = done(asked_for(client, profile))
    kept = Profile.objects.get(pk=profile.pk)
    assert job.state == State.DONE, job.error
    assert kept.match == {key: value for key, value in job.result.items() if key != "profile_id"}
    assert (kept.match["blend"], kept.match["nearest"]) == (FOUND.blend, "anna")
    assert (kept.match["similarity_before"], kept.match["similarity_after"]) == (0.75, 0.8123)
    assert kept.match["ranking"][1] == {"voice": "bert", "similarity": 0.6}
    assert "likeness" in kept.match["is_likeness"]


def test_it_changes_nothing_of_how_the_profile_speaks(client, profile):
    done(asked_for(client, profile))
    kept = Profile.objects.get(pk=profile.pk)
    assert (kept.backend, kept.voice, kept.blend) == ("fake", "low", "")


def test_the_samples_in_use_are_listened_to_as_they_are_trimmed(client, profile, search):
    change_sample(sample=profile.samples.get(), trim_start_seconds=0.5)
    make_sample(profile)
    off = make_sample(profile)
    change_sample(sample=off, is_enabled=False)
    done(asked_for(client, profile))
    samples = search.asked["samples"]
    assert [rate for _, rate in samples] == [RATE_HZ, RATE_HZ]
    assert [len(sound) / RATE_HZ for sound, _ in samples] == [pytest.approx(1.5), pytest.approx(2.0)]


def test_filters_and_effort_reach_the_search(client, profile, search):
    done(asked_for(client, profile, language="en-GB", gender="male", effort="quick"))
    asked = search.asked
    assert (asked["language"], asked["gender"], asked["effort_seconds"]) == ("en-GB", "male", 60.0)


def test_it_says_what_it_does(client, profile, search):
    job = asked_for(client, profile)
    steps = []
    search.meanwhile = lambda: steps.append(Job.objects.get(pk=job.pk))
    done(job)
    [halfway] = steps
    assert halfway.step == "Trying blends: 0.71"
    assert halfway.progress == pytest.approx(0.515)


def test_one_search_at_a_time_for_a_profile(client, alice, profile):
    other = make_profile(alice, "Bo")
    make_sample(other)
    assert asked_for(client, profile).pk == asked_for(client, profile, effort="quick").pk
    assert asked_for(client, other).pk != asked_for(client, profile).pk


def test_it_is_cancelled_on_the_way_and_leaves_what_was_there(client, profile, search):
    job = asked_for(client, profile)
    search.meanwhile = lambda: cancel(job=job)
    assert done(job).state == State.CANCELLED
    assert Profile.objects.get(pk=profile.pk).match == {}


def test_a_worker_that_is_killed_begins_anew(client, profile, search):
    job = asked_for(client, profile)
    search.found = RuntimeError("killed")
    assert done(job).state == State.QUEUED
    Job.objects.filter(pk=job.pk).update(not_before=job.created_at)
    search.found = FOUND
    assert done(job).state == State.DONE


def test_a_profile_that_is_gone_meanwhile_is_no_mistake(client, profile, search):
    job = asked_for(client, profile)
    discard(profile=profile)
    assert done(job).state == State.DONE
    assert search.asked == {}


def test_a_refusal_of_the_search_is_told_in_its_sentence(client, profile, search):
    search.found = TooLittleSpeech(1.2, wanted_seconds=3)
    job = done(asked_for(client, profile))
    assert (job.state, job.error_code) == (State.FAILED, "too_little_speech")
    assert "Only 1.2 s" in job.error


def test_without_samples_there_is_nothing_to_search(client, alice, profile):
    empty = make_profile(alice, "Empty")
    assert error_of(client.post(address(empty)))[:2] == (409, "no_samples")
    change_sample(sample=profile.samples.get(), is_enabled=False)
    assert error_of(client.post(address(profile)))[:2] == (409, "no_samples")
    assert not Job.objects.filter(kind="profiles.match").exists()


def test_a_recording_that_is_missing_fails_the_job_by_its_title(client, profile):
    job = asked_for(client, profile)
    clip = Clip.objects.get()
    clip.file.storage.delete(clip.file_name)
    assert clip.title in done(job).error


def test_missing_packs_are_named_with_what_to_do(
    client, profile, packs, monkeypatch, settings, tmp_path, engines
):
    packs.encoder = PackState.ABSENT
    answer = client.post(address(profile))
    assert error_of(answer)[0] == 503
    assert "packs pull speaker-encoder" in answer.json()["error"]["message"]
    absent = EngineUnavailable("kokoro", reason="its pack is missing", what_to_do="Pull it.")
    put_engines(monkeypatch, settings, tmp_path / "more", engines, missing={"kokoro": absent})
    answer = client.post(address(profile))
    assert error_of(answer)[0] == 503
    assert "Pull it." in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"language": "xx"}, "language"),
        ({"language": 5}, "language"),
        ({"gender": "robot"}, "gender"),
        ({"effort": "endless"}, "effort"),
        ({"effort": 1e9}, "effort"),
        ({"seed": 1}, "seed"),
    ],
    ids=str,
)
def test_what_can_not_be_asked_is_told_by_its_name(client, profile, body, param):
    answer = client.post(address(profile), body, format="json")
    assert (error_of(answer)[0], error_of(answer)[2]) == (400, param)


def test_what_was_found_is_spoken_with_once_its_owner_says_so(client, profile):
    done(asked_for(client, profile))
    got = client.post(address(profile, "/apply")).json()
    assert (got["backend"], got["voice"], got["blend"]) == ("kokoro", "anna", FOUND.blend)
    assert got["match"]["blend"] == FOUND.blend


def test_where_a_stock_voice_is_nearest_that_is_spoken_with(client, profile, search):
    search.found = dataclasses.replace(FOUND, blend="bert", nearest=Stock("bert", 0.75), similarity=0.75)
    done(asked_for(client, profile))
    got = client.post(address(profile, "/apply")).json()
    assert (got["voice"], got["blend"]) == ("bert", None)


def test_a_language_that_kokoro_can_not_speak_is_left_to_the_voice(client, alice, profile):
    Profile.objects.filter(pk=profile.pk).update(language="fr-FR")
    done(asked_for(client, profile))
    assert client.post(address(profile, "/apply")).json()["language"] == ""


def test_nothing_is_taken_before_something_is_found(client, profile):
    assert error_of(client.post(address(profile, "/apply")))[:2] == (409, "no_match")


def test_the_searches_of_one_person_leave_workers_for_others(client, alice, bob, api_of, profile):
    def another(owner, name):
        made = make_profile(owner, name)
        make_sample(made, transcript="Good morning.", language="en")
        return made

    first, *_ = [asked_for(client, each) for each in (profile, another(alice, "B"), another(alice, "C"))]
    fourth = another(alice, "D")
    refused = client.post(address(fourth), {}, format="json")
    assert error_of(refused) == (409, "too_many_searches", None)
    assert asked_for(client, profile) == first
    assert asked_for(api_of(bob), another(bob, "Mine"))
    cancel(job=first)
    assert asked_for(client, fourth)
