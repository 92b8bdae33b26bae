"""The page's part about the search: it begins one, shows how far it is, and lets what was found be heard."""

import dataclasses

import pytest

from jobs.models import Job
from jobs.runner import run_job
from profiles.models import Profile
from speech.engines.errors import EngineUnavailable
from speech.matching import TooLittleSpeech
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
def client(alice, client_of):
    return client_of(alice)


def text_of(client, profile) -> str:
    return client.get(f"/voices/{profile.pk}/match/").content.decode()


def begun(client, profile) -> Job:
    answer = client.post(f"/voices/{profile.pk}/match/start", {"effort": "quick"})
    assert (answer.status_code, answer.url) == (302, f"/voices/{profile.pk}/match/")
    return Job.objects.get(kind="profiles.match")


def found(client, profile) -> str:
    run_job(str(begun(client, profile).pk))
    return text_of(client, profile)


def test_it_says_plainly_what_it_is(client, profile):
    assert "a likeness made by mixing voices, not a clone of the person" in text_of(client, profile)


def test_a_search_that_is_under_way_asks_for_news_and_can_be_stopped(client, profile):
    job = begun(client, profile)
    text = text_of(client, profile)
    assert "Waiting for a worker" in text
    assert "hx-trigger" in text
    client.post(f"/voices/{profile.pk}/match/stop")
    assert Job.objects.get(pk=job.pk).state == "cancelled"
    assert 'hx-trigger="every 1500ms"' not in text_of(client, profile)


def test_what_was_found_is_shown_in_numbers_and_words(client, profile):
    text = found(client, profile)
    assert "0.75" in text
    assert "0.81" in text
    assert "much alike" in text
    assert "Good morning. It is late." in text
    assert "1 min 1 s" in text
    assert "There are only 5 s of speech." in text
    assert "Use this blend" in text


def test_a_stock_voice_that_is_nearest_is_said_to_be(client, profile, search):
    search.found = dataclasses.replace(FOUND, blend="anna", similarity=0.75)
    text = found(client, profile)
    assert "No blend came nearer" in text
    assert "Use this voice" in text


def test_a_gain_that_nobody_hears_is_said_to_be_one(client, profile, search):
    search.found = dataclasses.replace(FOUND, similarity=0.753)
    assert "you may not hear a difference" in found(client, profile)


def test_why_it_failed_stays_on_the_page(client, profile, search):
    search.found = TooLittleSpeech(1.2, wanted_seconds=3)
    assert "Only 1.2 s of speech" in found(client, profile)


def test_use_this_blend_leads_to_the_editor(client, profile):
    found(client, profile)
    answer = client.post(f"/voices/{profile.pk}/match/apply")
    assert answer.url == f"/voices/{profile.pk}/"
    assert Profile.objects.get(pk=profile.pk).blend == FOUND.blend
    assert "in use" in text_of(client, profile)


def test_what_is_wrong_is_said_in_the_form(client, alice):
    empty = make_profile(alice, "Empty")
    answer = client.post(f"/voices/{empty.pk}/match/start", {"effort": "quick"})
    assert answer.status_code == 422
    assert "Add a sample" in answer.content.decode()


@pytest.mark.parametrize("which", ["nearest", "blend"])
def test_both_voices_say_what_the_sample_says(client, profile, kokoro, which):
    found(client, profile)
    answer = client.get(f"/voices/{profile.pk}/match/{which}.mp3")
    assert answer["Content-Type"] == "audio/mpeg"
    assert len(b"".join(answer.streaming_content)) > 1000
    spoken = "".join(kokoro.engine("kokoro").spoken)
    assert "Good morning." in spoken


def test_before_anything_is_found_there_is_nothing_to_hear(client, profile):
    assert client.get(f"/voices/{profile.pk}/match/blend.mp3").status_code == 404


def test_without_kokoro_the_page_says_so_and_stands(
    client, profile, monkeypatch, settings, tmp_path, engines
):
    found(client, profile)
    absent = EngineUnavailable("kokoro", reason="its pack is missing", what_to_do="Pull it.")
    put_engines(monkeypatch, settings, tmp_path / "more", engines, missing={"kokoro": absent})
    assert "Pull it." in text_of(client, profile)


def test_while_it_searches_scripts_put_in_anew_only_how_far_it_is(client, profile):
    job = begun(client, profile)
    asked = {"path": f"/voices/{profile.pk}/match/", "headers": {"HX-Request": "true"}}

    news = client.get(**asked)
    run_job(str(job.pk))
    end = client.get(**asked)

    assert (news["HX-Retarget"], b'id="voice-match"' in news.content) == ("this", False)
    assert ("HX-Retarget" in end, b'id="voice-match"' in end.content) == (False, True)


def test_the_part_comes_alone_for_scripts(client, profile):
    answer = client.get(f"/voices/{profile.pk}/match/", headers={"HX-Request": "true"})
    assert b"<html" not in answer.content
