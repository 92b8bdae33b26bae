"""Conversations become sound over the API."""

import pytest
from django.urls import reverse

from jobs.models import Job
from jobs.runner import run_job
from tests.studio.conversations.builders import make_conversation, turns_in
from tests.studio.rendering.builders import rendered, rewrite, spoken

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(alice):
    return make_conversation(alice, "ANNA: Hello there.", "BEN: Good day.")


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


@pytest.fixture
def at_once(monkeypatch):
    """A worker that has done a job before its caller waits for it."""

    def do(job, seconds):
        run_job(str(job.pk))
        return Job.objects.get(pk=job.pk)

    monkeypatch.setattr("jobs.waiting.wait_for", do)


def url(name: str, *ids) -> str:
    return reverse(f"renders-api:{name}", args=ids)


def test_it_is_a_job_with_a_place_to_ask(api, scene):
    answer = api.post(url("render", scene.pk), {"format": "wav", "sample_rate": 24000}, format="json")
    assert answer.status_code == 202
    assert answer.json()["kind"] == "studio.conversation"
    assert answer["Location"] == reverse("jobs-api:job", args=[answer.json()["id"]])


def test_who_waits_is_given_the_render(api, scene, at_once):
    answer = api.post(f"{url('render', scene.pk)}?wait=10", {"format": "mp3"}, format="json")
    assert answer.status_code == 200
    body = answer.json()
    assert body["conversation_id"] == str(scene.pk)
    assert body["download_url"] == url("audio", scene.pk) + "?download=1"
    assert body["duration_ms"] > 1_000
    assert (body["failed"], body["has_failures"], body["is_current"]) == ([], False, True)
    first, second = body["turns"]
    assert (first["speaker"], first["state"], first["start_ms"]) == ("ANNA", "done", 0)
    assert second["start_ms"] - first["end_ms"] == pytest.approx(350, abs=1)
    assert second["audio_url"] == url("turn-audio", scene.pk, second["id"])


def test_who_does_not_wait_long_enough_is_given_the_job(api, scene):
    answer = api.post(f"{url('render', scene.pk)}?wait=0.1", {}, format="json")
    assert answer.status_code == 202


@pytest.mark.parametrize("wait", ["-1", "31", "nan", "inf", "soon", ""])
def test_a_wait_that_can_not_be_meant_is_refused_and_starts_nothing(api, scene, wait):
    answer = api.post(f"{url('render', scene.pk)}?wait={wait}", {}, format="json")
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "wait")
    assert not Job.objects.filter(kind="studio.conversation").exists()


@pytest.mark.parametrize(
    ("sent", "param"),
    [
        ({"format": "exe"}, "format"),
        ({"format": None, "sample_rate": 12_345}, "sample_rate"),
        ({"sample_rate": "24000"}, "sample_rate"),
        ({"sample_rate": 1e400}, "sample_rate"),
        ({"save_turn_audio": "yes"}, "save_turn_audio"),
        ({"gap_ms": 10_001}, "gap_ms"),
        ({"gap_ms": 0.5}, "gap_ms"),
        ({"pitch": 2}, "pitch"),
    ],
)
def test_what_is_wrong_is_named(api, scene, sent, param):
    answer = (
        api.post(url("render", scene.pk), sent, format="json")
        if 1e400 not in sent.values()
        else (api.post(url("render", scene.pk), '{"sample_rate": 1e400}', content_type="application/json"))
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == param


def test_a_render_under_way_with_other_settings_is_a_conflict(api, scene):
    api.post(url("render", scene.pk), {}, format="json")
    same = api.post(url("render", scene.pk), {}, format="json")
    other = api.post(url("render", scene.pk), {"format": "mp3"}, format="json")
    assert same.status_code == 202
    assert (other.status_code, other.json()["error"]["code"]) == (409, "render_under_way")
    assert Job.objects.filter(kind="studio.conversation").count() == 1


def test_who_waits_for_one_that_fails_is_told_why(api, alice, at_once):
    scene = make_conversation(alice, "…")
    answer = api.post(f"{url('render', scene.pk)}?wait=10", {}, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "nothing_spoken")


def test_a_conversation_without_words_is_refused(api, alice):
    answer = api.post(url("render", make_conversation(alice).pk), {}, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "nothing_to_say")


def test_its_state_before_during_and_after(api, scene):
    assert api.get(url("render", scene.pk)).json()["state"] == "none"
    api.post(url("render", scene.pk), {}, format="json")
    waiting = api.get(url("render", scene.pk)).json()
    assert (waiting["state"], waiting["job"]["progress"], waiting["download_url"]) == ("queued", 0.0, None)
    rendered(scene)
    after = api.get(url("render", scene.pk)).json()
    assert (after["state"], after["is_current"]) == ("done", True)
    rewrite(scene, 1, "Something else.")
    assert api.get(url("render", scene.pk)).json()["is_current"] is False


def test_turns_that_failed_are_told(api, alice):
    scene = make_conversation(alice, "One.", "…", "Three.")
    rendered(scene)
    failed = turns_in(scene)[1]
    body = api.get(url("render", scene.pk)).json()
    assert (body["has_failures"], body["failed"]) == (True, [str(failed.pk)])
    assert (body["turns"][1]["error_code"], body["turns"][1]["start_ms"]) == ("nothing_to_say", None)


def test_the_recording_is_sent_whole_and_in_parts(api, scene):
    assert api.get(url("audio", scene.pk)).json()["error"]["code"] == "not_rendered"
    rendered(scene)
    whole = api.get(url("audio", scene.pk))
    assert (whole.status_code, whole["Content-Type"]) == (200, "audio/wav")
    part = api.get(url("audio", scene.pk), HTTP_RANGE="bytes=0-3")
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"RIFF")
    download = api.get(f"{url('audio', scene.pk)}?download=1")
    assert download["Content-Disposition"] == 'attachment; filename="Scene 1.wav"'


def test_one_turn_is_spoken_alone_and_heard(api, scene, fake, at_once):
    second = turns_in(scene)[1]
    assert api.get(url("turn-audio", scene.pk, second.pk)).json()["error"]["code"] == "not_spoken"
    answer = api.post(f"{url('speak', scene.pk, second.pk)}?wait=10")
    assert (answer.status_code, answer.json()["state"]) == (200, "done")
    assert fake.spoken == ["Good day."]
    sound = api.get(answer.json()["audio_url"])
    assert (sound.status_code, sound["Content-Type"]) == (200, "audio/flac")
    assert turns_in(scene)[0].clip is None


def test_a_turn_that_is_spoken_as_it_is_now_is_not_spoken_again(scene, fake):
    turn = turns_in(scene)[0]
    spoken(turn)
    fake.spoken.clear()
    assert spoken(turn).result["spoken"] == 0
    rendered(scene)
    assert fake.spoken == ["Good day."]


def test_a_turn_without_words_is_not_spoken(api, alice):
    scene = make_conversation(alice, "")
    answer = api.post(url("speak", scene.pk, turns_in(scene)[0].pk))
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "nothing_to_say")


def test_other_peoples_conversations_are_nobodys(api_of, bob, scene):
    api, turn = api_of(bob), turns_in(scene)[0]
    answers = [
        api.get(url("render", scene.pk)),
        api.post(url("render", scene.pk), {}, format="json"),
        api.get(url("audio", scene.pk)),
        api.post(url("speak", scene.pk, turn.pk)),
        api.get(url("turn-audio", scene.pk, turn.pk)),
    ]
    assert {answer.status_code for answer in answers} == {404}


def test_a_turn_of_another_conversation_is_not_found(api, alice, scene):
    other = turns_in(make_conversation(alice, "One."))[0]
    assert api.post(url("speak", scene.pk, other.pk)).status_code == 404


def test_a_key_without_the_scope_is_refused(api_of, alice, scene):
    api = api_of(alice, ["speech"])
    assert api.post(url("render", scene.pk), {}, format="json").status_code == 403


def test_a_long_conversation_is_told_with_as_few_queries_as_a_short_one(
    api, alice, django_assert_max_num_queries
):
    scene = make_conversation(alice, *(f"A: Line {number}." for number in range(30)))
    with django_assert_max_num_queries(8):
        api.get(url("render", scene.pk))
