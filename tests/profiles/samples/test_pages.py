"""The samples of a profile as its page shows them."""

from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from profiles.models import Sample
from speech.reading_texts import READING_TEXTS
from tests import audio_files
from tests.clips.builders import make_clip
from tests.profiles.samples.builders import make_profile, make_sample, recording

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def address(name: str, profile, *more) -> str:
    return reverse(f"samples:{name}", args=[profile.pk, *more])


def test_it_shows_samples_with_their_quality_and_ways_to_more(alice, client_of):
    profile = make_profile(alice)
    make_sample(profile)
    page = client_of(alice).get(address("page", profile)).content.decode()
    assert "ada" in page
    assert "Quality" in page
    assert "Drop a recording here" in page
    assert READING_TEXTS["en"][0][:40] in page


def test_a_file_is_added_and_the_list_comes_back(alice, client_of):
    profile = make_profile(alice)
    answer = client_of(alice).post(address("add", profile), {"file": recording()}, **HTMX)
    assert answer.status_code == 200
    assert f"sample-{Sample.objects.get().pk}" in answer.content.decode()


def test_without_scripts_it_leads_back_to_the_page(alice, client_of):
    profile = make_profile(alice)
    answer = client_of(alice).post(address("add", profile), {"file": recording()})
    assert answer.url == address("page", profile)


def test_a_recording_has_the_text_that_was_read_at_once(alice, client_of):
    profile = make_profile(alice, language="de")
    sent = {"file": recording(), "is_recording": "1", "reading": "de-2"}
    client_of(alice).post(address("add", profile), sent, **HTMX)
    sample = Sample.objects.get()
    assert sample.transcript == READING_TEXTS["de"][1]
    assert (sample.is_transcript_edited, sample.language) == (False, "de")
    assert sample.clip.source == "recording"


def test_what_is_refused_is_told_beside_the_form(alice, client_of):
    profile = make_profile(alice)
    answer = client_of(alice).post(address("add", profile), {"file": recording(0.3)}, **HTMX)
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#samples-problem"
    assert "at least 1 s" in answer.content.decode()


def test_a_form_without_a_file_is_refused_in_a_sentence(alice, client_of):
    answer = client_of(alice).post(address("add", make_profile(alice)), **HTMX)
    assert "Choose a recording" in answer.content.decode()


def test_an_own_clip_is_added(alice, client_of):
    profile, clip = make_profile(alice), make_clip(alice, data=audio_files.wav(2.0))
    client_of(alice).post(address("add-clip", profile), {"clip_id": clip.pk}, **HTMX)
    assert Sample.objects.get().clip == clip


@pytest.mark.parametrize("clip_id", ["", "nonsense", str(UUID(int=7))])
def test_a_clip_that_is_none_adds_nothing(alice, client_of, clip_id):
    client_of(alice).post(address("add-clip", make_profile(alice)), {"clip_id": clip_id}, **HTMX)
    assert not Sample.objects.exists()


def test_it_is_trimmed_by_two_fields(alice, client_of):
    sample = make_sample(make_profile(alice), file=recording(5.0))
    sent = {"trim_start_seconds": "0.5", "trim_end_seconds": "3"}
    answer = client_of(alice).post(address("trim", sample.profile, sample.pk), sent, **HTMX)
    sample.refresh_from_db()
    assert answer.status_code == 200
    assert (sample.trim_start_seconds, sample.trim_end_seconds) == (0.5, 3.0)


@pytest.mark.parametrize("start", ["x", "nan", "inf", "-1", "1e400", "4.5"])
def test_a_trim_that_can_not_be_is_refused(alice, client_of, start):
    sample = make_sample(make_profile(alice), file=recording(5.0))
    answer = client_of(alice).post(
        address("trim", sample.profile, sample.pk), {"trim_start_seconds": start}, **HTMX
    )
    sample.refresh_from_db()
    assert answer.status_code == 422
    assert sample.trim_start_seconds == 0


def test_switches_are_on_where_their_box_is_sent(alice, client_of):
    sample, client = make_sample(make_profile(alice)), client_of(alice)
    client.post(address("enable", sample.profile, sample.pk), **HTMX)
    client.post(address("denoise", sample.profile, sample.pk), {"is_on": "on"}, **HTMX)
    sample.refresh_from_db()
    assert (sample.is_enabled, sample.is_denoised) == (False, True)


def test_a_text_that_is_saved_is_its_owners(alice, client_of):
    sample = make_sample(make_profile(alice))
    client_of(alice).post(
        address("transcript", sample.profile, sample.pk), {"transcript": "Hello there."}, **HTMX
    )
    sample.refresh_from_db()
    assert (sample.transcript, sample.is_transcript_edited) == ("Hello there.", True)


def test_it_moves_and_goes(alice, client_of):
    profile, client = make_profile(alice), client_of(alice)
    first, second = make_sample(profile), make_sample(profile)
    client.post(address("move", profile, second.pk), {"position": 1}, **HTMX)
    assert list(profile.samples.values_list("pk", flat=True)) == [second.pk, first.pk]
    client.post(address("remove", profile, second.pk), **HTMX)
    assert list(profile.samples.values_list("pk", "position")) == [(first.pk, 1)]


def test_a_card_asks_until_its_sample_was_heard(alice, client_of):
    sample, client = make_sample(make_profile(alice)), client_of(alice)
    where = address("heard", sample.profile, sample.pk)
    answer = client.get(where, **HTMX)
    assert "every 1500ms" in answer.content.decode()
    assert answer["HX-Retarget"] == "this"
    alice.jobs.update(state="done")
    answer = client.get(where, **HTMX)
    assert "every 1500ms" not in answer.content.decode()
    assert "HX-Retarget" not in answer


def test_all_together_are_a_wav(alice, client_of):
    profile = make_profile(alice)
    make_sample(profile)
    answer = client_of(alice).get(address("together", profile))
    assert answer["Content-Type"] == "audio/wav"
    assert answer.getvalue()[:4] == b"RIFF"


def test_one_alone_is_as_it_is_used(alice, client_of):
    sample = make_sample(make_profile(alice))
    answer = client_of(alice).get(address("used", sample.profile, sample.pk))
    assert len(answer.getvalue()) == pytest.approx(2 * 24_000 * 2, rel=0.01)


def test_somebody_else_finds_nothing(alice, bob, client_of):
    sample, client = make_sample(make_profile(alice)), client_of(bob)
    for name in ("page", "together"):
        assert client.get(address(name, sample.profile)).status_code == 404
    for name in ("move", "remove", "trim", "transcript", "enable", "denoise", "hear"):
        answer = client.post(address(name, sample.profile, sample.pk), {"position": 1})
        assert answer.status_code == 404
    assert Sample.objects.filter(is_enabled=True).count() == 1


def test_the_list_asks_as_often_for_many_as_for_one(alice, client_of, django_assert_max_num_queries):
    profile, client = make_profile(alice), client_of(alice)
    clip = make_clip(alice)
    Sample.objects.create(owner=alice, profile=profile, clip=clip, position=1)
    client.get(address("page", profile))
    with django_assert_max_num_queries(25) as few:
        client.get(address("page", profile))
    Sample.objects.bulk_create(
        Sample(owner=alice, profile=profile, clip=make_clip(alice), position=place) for place in range(2, 12)
    )
    with django_assert_max_num_queries(len(few)):
        client.get(address("page", profile))


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_a_card_stops_asking_for_a_sample_that_is_gone_or_somebody_elses(request, alice, client_of, who):
    client = client_of(request.getfixturevalue(who))
    heard = address("heard", make_profile(alice), uuid4())
    assert client.get(heard).status_code == 404
    answer = client.get(heard, **HTMX)
    assert (answer.status_code, answer["HX-Reswap"]) == (286, "none")
