"""`/api/clips/`."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clips.models import Clip
from tests import audio_files
from tests.clips.builders import another_app, make_byproduct, make_clip, many_rows


def sent(data: bytes, name: str = "hello.wav") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_an_upload_answers_with_what_was_found(alice, api_of):
    api = api_of(alice)
    response = api.post("/api/clips", {"file": sent(audio_files.mp3(1.0), "talk.mp3"), "title": "Talk"})
    assert response.status_code == 201
    clip = response.json()
    assert (clip["title"], clip["codec"], clip["channels"], clip["source"]) == ("Talk", "mp3", 1, "upload")
    assert clip["duration_seconds"] == pytest.approx(1.0)
    assert api.get(f"/api/clips/{clip['id']}").json() == clip
    assert api.get(clip["audio_url"]).status_code == 200
    assert api.get(clip["waveform_url"])["Content-Type"] == "image/png"


def test_a_recording_says_so(alice, api_of):
    response = api_of(alice).post("/api/clips", {"file": sent(audio_files.webm(0.5)), "source": "recording"})
    assert response.json()["source"] == "recording"


@pytest.mark.parametrize(
    ("body", "status", "code", "param"),
    [
        ({}, 400, "invalid", "file"),
        ({"file": "a string"}, 400, "invalid", "file"),
        ({"file": sent(b"")}, 400, "empty_file", "file"),
        ({"file": sent(b"no sound at all")}, 400, "not_audio", "file"),
        ({"file": sent(audio_files.wav(0.2)), "source": "render"}, 400, "invalid", "source"),
        ({"file": sent(audio_files.wav(0.2)), "title": "x" * 201}, 400, "invalid", "title"),
    ],
)
def test_a_bad_upload_names_the_field(alice, api_of, body, status, code, param):
    response = api_of(alice).post("/api/clips", body)
    assert response.status_code == status
    error = response.json()["error"]
    assert (error["code"], error["param"]) == (code, param)
    assert not Clip.objects.exists()


def test_a_full_quota_is_507(alice, api_of):
    alice.storage_quota_mib = 1
    alice.save()
    response = api_of(alice).post("/api/clips", {"file": sent(audio_files.wav(12.0))})
    assert (response.status_code, response.json()["error"]["code"]) == (507, "out_of_space")


def test_json_is_not_a_way_to_send_a_file(alice, api_of):
    assert api_of(alice).post("/api/clips", {"file": "aGVsbG8="}, format="json").status_code == 415


def test_the_list_is_ones_own_and_newest_first(alice, bob, api_of):
    make_clip(bob, "Bobs")
    make_byproduct(alice, "Not in the Library")
    first, second = make_clip(alice, "First"), make_clip(alice, "Second")
    body = api_of(alice).get("/api/clips").json()
    assert [item["id"] for item in body["items"]] == [str(second.id), str(first.id)]
    assert (body["total"], body["limit"], body["offset"]) == (2, 50, 0)


def test_the_list_is_searched_filtered_and_ordered(alice, api_of):
    make_clip(alice, "Apple", data=audio_files.wav(0.3, rate=8000))
    make_clip(alice, "Pear", data=audio_files.wav(0.2, rate=8000), name="orchard.wav")
    recording = make_clip(alice, "Plum", data=audio_files.wav(0.4, rate=8000))
    Clip.objects.filter(pk=recording.pk).update(source="recording")

    def titles(query: str) -> list[str]:
        return [item["title"] for item in api_of(alice).get(f"/api/clips?{query}").json()["items"]]

    assert titles("q=ORCH") == ["Pear"]
    assert titles("q=p&ordering=title") == ["Apple", "Pear", "Plum"]
    assert titles("source=recording") == ["Plum"]
    assert titles("ordering=duration") == ["Pear", "Apple", "Plum"]
    assert titles("ordering=-title&limit=1&offset=1") == ["Pear"]


@pytest.mark.parametrize(
    "query", ["source=moon", "ordering=owner", "limit=0", "limit=x", "offset=-1", "q=%00", "limit=9999"]
)
def test_a_wrong_question_is_400(alice, api_of, query):
    response = api_of(alice).get(f"/api/clips?{query}")
    assert response.status_code == 400
    assert response.json()["error"]["param"] == query.partition("=")[0]


def test_the_list_takes_the_same_few_queries_for_any_length(alice, api_of, django_assert_max_num_queries):
    many_rows(alice, 40)
    api = api_of(alice)
    with django_assert_max_num_queries(5):
        assert len(api.get("/api/clips").json()["items"]) == 40


def test_the_title_can_be_changed_and_nothing_else(alice, api_of):
    clip, api = make_clip(alice, "Old"), api_of(alice)
    assert api.patch(f"/api/clips/{clip.pk}", {"title": "New"}, format="json").json()["title"] == "New"
    for body in ({"title": ""}, {"title": "x" * 201}, {"title": "Newer", "codec": "mp3"}, {"kept": False}):
        assert api.patch(f"/api/clips/{clip.pk}", body, format="json").status_code == 400
    clip.refresh_from_db()
    assert (clip.title, clip.codec) == ("New", "pcm_s16le")


@pytest.mark.parametrize("body", [[1, 2], "text", 5])
def test_a_body_that_is_no_object_is_400(alice, api_of, body):
    clip = make_clip(alice)
    assert api_of(alice).patch(f"/api/clips/{clip.pk}", body, format="json").status_code == 400


def test_deleting_is_for_good(alice, api_of):
    clip, api = make_clip(alice), api_of(alice)
    assert api.delete(f"/api/clips/{clip.pk}").status_code == 204
    assert not Clip.objects.exists()
    assert api.delete(f"/api/clips/{clip.pk}").status_code == 404


def test_what_is_in_use_is_409(alice, api_of):
    clip = make_clip(alice)
    with another_app() as shelf:
        shelf.objects.create(spare=clip)
        response = api_of(alice).delete(f"/api/clips/{clip.pk}")
        shelf.objects.all().delete()
    assert (response.status_code, response.json()["error"]["code"]) == (409, "in_use")


def test_peaks_are_pairs(alice, api_of):
    clip = make_clip(alice)
    body = api_of(alice).get(f"/api/clips/{clip.pk}/peaks").json()
    assert body["length"] == 800
    assert len(body["data"]) == 1600
    assert max(body["data"]) == pytest.approx(64, abs=1)
    assert body["duration_seconds"] == clip.duration_seconds


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", ""),
        ("patch", ""),
        ("delete", ""),
        ("get", "/audio"),
        ("get", "/peaks"),
        ("get", "/waveform.png"),
    ],
)
def test_another_persons_clip_is_not_found(alice, bob, api_of, method, path):
    clip = make_clip(alice)
    response = getattr(api_of(bob), method)(f"/api/clips/{clip.pk}{path}", {"title": "Mine"}, format="json")
    assert response.status_code == 404
    assert Clip.objects.get().title == "hello"
