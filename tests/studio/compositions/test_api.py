"""`/api/compositions`: made, changed by one tab at a time, deleted and brought back."""

import uuid
from typing import Any

import pytest

from clips.services import release
from studio.compositions.limits import COMPOSITIONS_AT_MOST
from studio.models import Composition
from tests.clips.builders import make_byproduct, make_clip
from tests.history.builders import make_entry
from tests.studio.compositions.builders import make_composition
from tests.studio.compositions.documents import document, region, track

pytestmark = pytest.mark.django_db

API = "/api/compositions"


@pytest.fixture
def api(api_of: Any, alice: Any) -> Any:
    return api_of(alice)


def post(api: Any, path: str = "", body: Any = None, **headers: str) -> Any:
    return api.post(f"{API}{path}", body or {}, format="json", headers=headers)


def patch(api: Any, path: str, body: Any, **headers: str) -> Any:
    return api.patch(f"{API}{path}", body, format="json", headers=headers)


def refusal(response: Any) -> tuple[int, str, str | None]:
    error = response.json()["error"]
    return response.status_code, error["code"], error["param"]


def test_one_is_made_and_read_again(api: Any, alice: Any) -> None:
    clip = make_clip(alice, "Music")
    sent = document(track("t1", region("r1", clip, offset_frames=48_000)))
    made = post(api, body={"name": " Episode  intro ", "tags": ["radio", "radio"], "timeline": sent})
    assert made.status_code == 201
    body = made.json()
    assert (body["name"], body["tags"], body["revision"]) == ("Episode intro", ["radio"], 1)
    assert body["duration_ms"] == 1300
    assert body["problems"] == []
    assert body["timeline"]["tracks"][0]["regions"][0]["clip_id"] == str(clip.pk)
    again = api.get(f"{API}/{body['id']}")
    assert (again.json(), again.headers["ETag"]) == (body, '"1"')
    listed = api.get(API, {"q": "RADIO"}).json()
    assert (listed["total"], listed["items"][0]["regions"]) == (1, 1)
    assert "timeline" not in listed["items"][0]


def test_nothing_at_all_is_an_empty_one(api: Any) -> None:
    body = post(api).json()
    assert (body["name"], body["sample_rate_hz"]) == ("Untitled composition", 48_000)
    assert body["timeline"]["tracks"] == []


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"name": 7}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "  "}, "name"),
        ({"tags": "a"}, "tags"),
        ({"tags": ["ok", 7]}, "tags[1]"),
        ({"tags": ["x" * 41]}, "tags[0]"),
        ({"tags": [str(n) for n in range(21)]}, "tags"),
        ({"sample_rate_hz": 44_101}, "sample_rate_hz"),
        ({"sample_rate_hz": True}, "sample_rate_hz"),
        ({"tempo": 120}, "tempo"),
        ({"timeline": {"tracks": 7}}, "tracks"),
    ],
)
def test_what_is_wrong_is_named(api: Any, body: Any, param: str) -> None:
    assert refusal(post(api, body=body))[::2] == (400, param)
    assert not Composition.objects.exists()


def test_a_number_that_is_none_is_refused_by_the_body(api: Any) -> None:
    sent = '{"timeline": {"tracks": [{"id": "t", "volume": NaN}]}}'
    assert api.post(API, sent, content_type="application/json").status_code == 400


def test_ten_thousand_tracks_are_refused(api: Any) -> None:
    many = {"tracks": [track(f"t{n}") for n in range(10_000)]}
    assert refusal(post(api, body={"timeline": many})) == (400, "too_many_tracks", "tracks")


def test_a_second_tab_overwrites_nothing(api: Any, alice: Any) -> None:
    path = f"/{make_composition(alice).pk}"
    first = patch(api, path, {"name": "Mine"}, **{"If-Match": '"1"'})
    assert (first.status_code, first.headers["ETag"]) == (200, '"2"')
    late = patch(api, path, {"name": "Theirs"}, **{"If-Match": '"1"'})
    assert refusal(late) == (412, "changed_meanwhile", "If-Match")
    assert api.delete(f"{API}{path}", headers={"If-Match": '"1"'}).status_code == 412
    assert api.get(f"{API}{path}").json()["name"] == "Mine"


def test_what_changes_nothing_leaves_the_revision(api: Any, alice: Any) -> None:
    composition = make_composition(alice, make_clip(alice))
    sent = {"name": composition.name, "timeline": composition.timeline}
    assert patch(api, f"/{composition.pk}", sent).headers["ETag"] == '"1"'


def test_a_put_needs_the_whole(api: Any, alice: Any) -> None:
    composition = make_composition(alice, tags=["a"], sample_rate_hz=24_000)
    path = f"{API}/{composition.pk}"
    assert refusal(api.put(path, {"name": "x"}, format="json")) == (400, "invalid", "timeline")
    put = api.put(path, {"name": "x", "timeline": {}}, format="json").json()
    assert (put["name"], put["tags"], put["sample_rate_hz"]) == ("x", [], 48_000)


def test_another_sample_rate_alone_moves_every_frame(api: Any, alice: Any) -> None:
    clip = make_clip(alice)
    timeline = document(track("t1", region("r1", clip, offset_frames=48_000)))
    made = post(api, body={"timeline": timeline}).json()
    changed = patch(api, f"/{made['id']}", {"sample_rate_hz": 24_000}).json()
    assert changed["timeline"]["tracks"][0]["regions"][0]["offset_frames"] == 24_000
    assert changed["duration_ms"] == made["duration_ms"]


def test_after_another_sample_rate_the_last_frame_of_a_sound_can_still_be_changed(
    api: Any, alice: Any
) -> None:
    clip = make_clip(alice)
    last = round(clip.duration_seconds * 48_000) - 1
    timeline = document(track("t1", region("r1", clip, trim_start_frames=last)))
    made = post(api, body={"timeline": timeline}).json()
    changed = patch(api, f"/{made['id']}", {"sample_rate_hz": 8_000}).json()
    changed["timeline"]["tracks"][0]["volume"] = 0.5
    assert patch(api, f"/{made['id']}", {"timeline": changed["timeline"]}).status_code == 200


def test_regions_take_their_clip_from_their_source(api: Any, alice: Any) -> None:
    entry = make_entry(alice, clip=make_byproduct(alice))
    sent = {"id": "r1", "source": {"kind": "history", "id": str(entry.pk)}}
    made = post(api, body={"timeline": document(track("t1", sent))}).json()
    assert made["timeline"]["tracks"][0]["regions"][0]["clip_id"] == str(entry.clip_id)


@pytest.mark.parametrize("kind", ["upload", "history", "turn", "composition"])
def test_what_is_anothers_is_not_there(api: Any, bob: Any, kind: str) -> None:
    clip = make_clip(bob)
    ids = {
        "upload": clip.pk,
        "history": make_entry(bob, clip=clip).pk,
        "turn": uuid.uuid4(),
        "composition": make_composition(bob, clip).pk,
    }
    sent = {"id": "r1", "source": {"kind": kind, "id": str(ids[kind])}}
    response = post(api, body={"timeline": document(track("t1", sent))})
    assert refusal(response) == (404, "not_found", "tracks[0].regions[0].source.id")


def test_anothers_clip_is_not_heard_under_ones_own_source(api: Any, alice: Any, bob: Any) -> None:
    sent = region("r1", make_clip(alice), clip_id=str(make_clip(bob).pk))
    response = post(api, body={"timeline": document(track("t1", sent))})
    assert refusal(response) == (404, "clip_not_found", "tracks[0].regions[0].clip_id")


def test_sources_without_audio_say_so(api: Any, alice: Any) -> None:
    entry, unrendered = make_entry(alice), make_composition(alice)
    for kind, pk in (("history", entry.pk), ("composition", unrendered.pk)):
        sent = {"id": "r1", "source": {"kind": kind, "id": str(pk)}}
        response = post(api, body={"timeline": document(track("t1", sent))})
        assert refusal(response) == (409, "no_audio", "tracks[0].regions[0].source.id")


def test_a_composition_does_not_hold_itself(api: Any, alice: Any) -> None:
    inner, outer = make_composition(alice), make_composition(alice)
    Composition.objects.update(render=make_byproduct(alice))
    held = {"id": "r1", "source": {"kind": "composition", "id": str(inner.pk)}}
    assert patch(api, f"/{outer.pk}", {"timeline": document(track("t", held))}).status_code == 200
    for other in (inner, outer):
        back = {"id": "r1", "source": {"kind": "composition", "id": str(other.pk)}}
        response = patch(api, f"/{inner.pk}", {"timeline": document(track("t", back))})
        assert refusal(response) == (409, "contains_itself", "tracks[0].regions[0].source.id")


def test_beyond_the_end_of_a_clip_is_refused(api: Any, alice: Any) -> None:
    sent = region("r1", make_clip(alice), trim_end_frames=10**6)
    response = post(api, body={"timeline": document(track("t1", sent))})
    assert refusal(response) == (400, "beyond_the_end", "tracks[0].regions[0].trim_end_frames")


def test_a_clip_that_is_gone_marks_its_region_and_the_rest_is_saved(api: Any, alice: Any) -> None:
    gone, here = make_clip(alice), make_clip(alice)
    composition = make_composition(alice, gone, here)
    composition.clips.remove(gone)
    gone.delete()
    body = patch(api, f"/{composition.pk}", {"timeline": composition.timeline, "name": "Saved"}).json()
    assert body["name"] == "Saved"
    (problem,) = body["problems"]
    assert (problem["track_id"], problem["region_id"], problem["code"]) == ("t1", "r1", "clip_gone")


def test_a_source_that_was_deleted_leaves_its_sound(api: Any, alice: Any) -> None:
    entry = make_entry(alice, clip=make_byproduct(alice))
    sent = {"id": "r1", "source": {"kind": "history", "id": str(entry.pk)}}
    made = post(api, body={"timeline": document(track("t1", sent))}).json()
    clip = entry.clip
    entry.delete()
    assert not release(clip=clip)
    made["timeline"]["tracks"][0]["volume"] = 0.5
    changed = patch(api, f"/{made['id']}", {"timeline": made["timeline"]})
    assert (changed.status_code, changed.json()["problems"]) == (200, [])
    late = post(api, body={"timeline": document(track("t1", sent))})
    assert refusal(late) == (404, "not_found", "tracks[0].regions[0].source.id")


def test_others_find_nothing(api: Any, bob: Any, stranger: Any) -> None:
    theirs = f"{API}/{make_composition(bob).pk}"
    answers = [
        api.get(theirs),
        api.patch(theirs, {}, format="json"),
        api.delete(theirs),
        *(api.post(f"{theirs}/{end}") for end in ("restore", "duplicate", "versions", "versions/1/restore")),
        *(api.get(f"{theirs}/{end}") for end in ("audio", "tracks", "versions")),
    ]
    assert {each.status_code for each in answers} == {404}
    assert stranger.get(API).status_code in (401, 403)


def test_deleted_it_can_be_brought_back(api: Any, alice: Any) -> None:
    path = f"/{make_composition(alice).pk}"
    assert api.delete(f"{API}{path}").status_code == 204
    assert api.get(f"{API}{path}").status_code == 404
    assert api.get(API).json()["total"] == 0
    assert post(api, f"{path}/restore").status_code == 200
    assert refusal(post(api, f"{path}/restore"))[0] == 404


def test_a_copy_has_the_same_sounds(api: Any, alice: Any) -> None:
    composition = make_composition(alice, make_clip(alice), name="x" * 120)
    copied = post(api, f"/{composition.pk}/duplicate")
    assert copied.status_code == 201
    assert copied.json()["name"].endswith(" copy")
    assert copied.json()["timeline"] == composition.timeline


def test_there_is_an_end_to_how_many(api: Any, alice: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("studio.compositions.services.COMPOSITIONS_AT_MOST", 1)
    path = f"/{make_composition(alice).pk}"
    assert refusal(post(api))[1] == "too_many_compositions"
    assert refusal(post(api, f"{path}/duplicate"))[1] == "too_many_compositions"
    assert COMPOSITIONS_AT_MOST > 1


def test_a_list_asks_the_database_as_often_however_long(
    api: Any, alice: Any, django_assert_max_num_queries: Any
) -> None:
    clip = make_clip(alice)
    for _ in range(6):
        make_composition(alice, clip)
    with django_assert_max_num_queries(8):
        assert len(api.get(API).json()["items"]) == 6


def test_nothing_is_rendered_yet(api: Any, alice: Any) -> None:
    assert refusal(api.get(f"{API}/{make_composition(alice).pk}/audio")) == (404, "not_rendered", None)
